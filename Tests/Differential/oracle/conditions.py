"""Random conditions over the columns of the record, with SQL that treats missing values as the language does.

Comparisons never give missing: `=` and `!=` are total, all others are false beside a missing value. The SQL
of every comparison is therefore a condition that is never NULL.
"""

from random import Random
from typing import NamedTuple

import duck


class Condition(NamedTuple):
    query: str
    sql: str


class Column(NamedTuple):
    name: str
    sort: str
    words: list
    values: list


def columns(database):
    """The columns of each table with what is known of them: sort, a category's words, some values."""
    tables = {}
    for resource in duck.package()["resources"]:
        found = []
        for field in resource["schema"]["fields"]:
            name = field["name"]
            listed = duck.words(field)
            sort = field.get("period") or field["type"]
            if listed:
                sort = "ordered" if field.get("categoriesOrdered") else "category"
            rows = database.execute(
                f'SELECT DISTINCT "{name}" FROM {resource["name"]} WHERE "{name}" IS NOT NULL ORDER BY 1'
            ).fetchall()
            values = [row[0] for row in rows]
            if values:
                found.append(Column(name, sort, listed or [], values))
        tables[resource["name"]] = found
    return tables


def literal(column, value):
    """A value as both languages write it."""
    if column.sort == "string":
        return text(value)
    if column.sort in ("ordered", "category"):
        return text(value)
    if column.sort == "boolean":
        word = "true" if value else "false"
        return word, word
    if column.sort == "date":
        return value.isoformat(), f"DATE '{value.isoformat()}'"
    if column.sort in ("yearmonth", "fiscal-year"):
        return value, duck.quoted(value)
    return repr(value), repr(value)


def text(value):
    return '"' + value.replace('"', '""') + '"', duck.quoted(value)


def total(sql):
    return f"coalesce({sql}, false)"


def days(value):
    """First and last day of a random longer period around a day, with its name."""
    year, month = value.year, value.month
    fiscal = year + (month >= 10)
    return [
        (f"{year}", f"{year}-01-01", f"{year}-12-31"),
        (f"FY{fiscal}", f"{fiscal - 1}-10-01", f"{fiscal}-09-30"),
        (f"{year}-{month:02}", f"{year}-{month:02}-01", None),
    ]


def comparison(random, column):
    """One random comparison of a column."""
    name, sql = f"`{column.name}`" if random.random() < 0.1 else column.name, f'"{column.name}"'
    pick = lambda: literal(column, random.choice(column.values))
    roll = random.random()
    if roll < 0.08:
        word, test = random.choice([("is missing", "IS NULL"), ("is not missing", "IS NOT NULL")])
        return Condition(f"{name} {word}", f"{sql} {test}")
    if column.sort == "boolean":
        return random.choice(
            [
                Condition(name, total(sql)),
                Condition(f"{name} = true", f"{sql} IS NOT DISTINCT FROM true"),
                Condition(f"{name} != true", f"{sql} IS DISTINCT FROM true"),
            ]
        )
    if roll < 0.3:
        ours, theirs = pick()
        sign, test = random.choice([("=", "IS NOT DISTINCT FROM"), ("!=", "IS DISTINCT FROM")])
        return Condition(f"{name} {sign} {ours}", f"{sql} {test} {theirs}")
    if roll < 0.45:
        some = [pick() for _ in range(random.randint(1, 4))]
        listed = ", ".join(value[0] for value in some)
        test = total(f"{sql} IN ({', '.join(value[1] for value in some)})")
        if random.random() < 0.2:
            listed, test = listed + ", missing", f"({sql} IS NULL OR {test})"
        if random.random() < 0.4:
            return Condition(f"{name} not in ({listed})", f"NOT {test}")
        return Condition(f"{name} in ({listed})", test)
    if column.sort in ("string", "category") and roll < 0.7:
        whole = random.choice(column.values)
        start = random.randrange(len(whole))
        piece = whole[start : start + random.randint(1, 6)]
        ours, theirs = text(piece)
        word, function = random.choice(
            [("contains", "contains"), ("starts with", "starts_with"), ("ends with", "ends_with")]
        )
        test = total(f"{function}({sql}::VARCHAR, {theirs})")
        if random.random() < 0.3:
            return Condition(f"{name} not {word} {ours}", f"NOT {test}")
        return Condition(f"{name} {word} {ours}", test)
    if column.sort == "category":
        return Condition(f"{name} != missing", f"{sql} IS NOT NULL")
    if column.sort == "ordered":
        return ordered(random, column, name, sql)
    if column.sort == "date" and roll < 0.7:
        return dated(random, column, name, sql)
    if roll < 0.8:
        sign = random.choice(["<", "<=", ">", ">="])
        ours, theirs = pick()
        return Condition(f"{name} {sign} {ours}", total(f"{sql} {sign} {theirs}"))
    low, high = sorted(random.choices(column.values, k=2))
    (a, b), (c, d) = literal(column, low), literal(column, high)
    test = total(f"{sql} BETWEEN {b} AND {d}")
    form, wanted = random.choice(
        [
            (f"{name} between {a} and {c}", test),
            (f"{name} not between {a} and {c}", f"NOT {test}"),
            (f"{name} in {a}..{c}", test),
            (f"{name} not in {a}..{c}", f"NOT {test}"),
        ]
    )
    return Condition(form, wanted)


def ordered(random, column, name, sql):
    """A comparison by the declared order of a category; the SQL lists the words."""
    place = random.randrange(len(column.words))
    sign, some = random.choice(
        [
            ("<", column.words[:place]),
            ("<=", column.words[: place + 1]),
            (">", column.words[place + 1 :]),
            (">=", column.words[place:]),
        ]
    )
    listed = ", ".join(map(duck.quoted, some))
    test = total(f"{sql} IN ({listed})") if some else "false"
    return Condition(f"{name} {sign} {text(column.words[place])[0]}", test)


def dated(random, column, name, sql):
    """A date beside a longer period."""
    period, first, last = random.choice(days(random.choice(column.values)))
    end = f"DATE '{last}'" if last else f"last_day(DATE '{first}')"
    word, test = random.choice(
        [
            ("before", f"{sql} < DATE '{first}'"),
            ("since", f"{sql} >= DATE '{first}'"),
            ("until", f"{sql} <= {end}"),
            ("after", f"{sql} > {end}"),
            ("in", f"{sql} BETWEEN DATE '{first}' AND {end}"),
            ("<", f"{sql} < DATE '{first}'"),
            (">=", f"{sql} >= DATE '{first}'"),
            ("<=", f"{sql} <= {end}"),
            (">", f"{sql} > {end}"),
        ]
    )
    return Condition(f"{name} {word} {period}", total(test))


def condition(random, some, depth=3):
    """A random condition over some columns: comparisons under `and`, `or` and `not`."""
    roll = random.random()
    if depth == 0 or roll < 0.35:
        return comparison(random, random.choice(some))
    if roll < 0.5:
        inner = condition(random, some, depth - 1)
        return Condition(f"not ({inner.query})", f"NOT ({inner.sql})")
    word = random.choice(["and", "or"])
    left, right = condition(random, some, depth - 1), condition(random, some, depth - 1)
    return Condition(f"({left.query}) {word} ({right.query})", f"({left.sql}) {word} ({right.sql})")


def conditions(database, count, seed=2008):
    """So many pairs of a table and a condition over it; the same for the same seed."""
    random = Random(seed)
    tables = columns(database)
    names = list(tables)
    return [(name, condition(random, tables[name])) for name in (names[i % len(names)] for i in range(count))]
