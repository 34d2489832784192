"""The record in DuckDB: every table of the data package, typed as the package declares."""

import json
from pathlib import Path

import duckdb

REPOSITORY = Path(__file__).resolve().parents[3]
DATASETS = REPOSITORY / "datasets"

TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "year": "INTEGER",
    "yearmonth": "VARCHAR",
    "boolean": "BOOLEAN",
}


def package():
    """The data package's description."""
    return json.loads((DATASETS / "datapackage.json").read_text(encoding="utf-8"))


def words(field):
    """A category's values in their declared order; None for another field."""
    listed = field.get("categories")
    return listed and [item["value"] if isinstance(item, dict) else item for item in listed]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def kind(field):
    """The SQL type of a field: a category is an ENUM in its declared order."""
    listed = words(field)
    return f"ENUM({', '.join(map(quoted, listed))})" if listed else TYPES[field["type"]]


def connect():
    """A database in memory that holds all tables; an empty field is NULL.

    Two macros write fiscal years and quarters of dates: `fy` and `fq`.
    """
    database = duckdb.connect()
    database.execute("CREATE MACRO fy(d) AS 'FY' || (year(d) + (month(d) >= 10)::INTEGER)")
    database.execute("CREATE MACRO fq(d) AS fy(d) || 'Q' || (quarter(d) % 4 + 1)")
    for resource in package()["resources"]:
        fields = resource["schema"]["fields"]
        columns = ", ".join(f'"{field["name"]}"::{kind(field)} AS "{field["name"]}"' for field in fields)
        texts = ", ".join(f"{quoted(field['name'])}: 'VARCHAR'" for field in fields)
        path = quoted(str(DATASETS / resource["path"]))
        database.execute(
            f"CREATE TABLE {resource['name']} AS SELECT {columns} FROM read_csv({path}, header = true, "
            f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {{{texts}}})"
        )
    return database
