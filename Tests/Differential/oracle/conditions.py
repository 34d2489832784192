"""Random conditions over the columns of the record, with SQL that treats missing values as the language does.

`=` and `!=` are total, all other comparisons are missing beside a missing value. Each condition has SQL for
three uses: as a condition, where missing is false; as a value that is kept; and in `percent`, where every
comparison with a missing value is undecided.
"""

from random import Random
from typing import NamedTuple

import duck


class Condition(NamedTuple):
    query: str
    sql: str
    kept: str
    percent: str


class Column(NamedTuple):
    name: str
    sort: str
    words: list
    values: list
    unranked: list = []


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
                unranked = field.get("scomm", {}).get("unranked", [])
                found.append(Column(name, sort, listed or [], values, unranked))
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


def total_test(query, sql, percent):
    """A test that is defined for missing as for any value."""
    return Condition(query, sql, sql, percent)


def open_test(query, sql):
    """A test that is missing beside a missing value."""
    return Condition(query, total(sql), sql, sql)


def negated(query, sql):
    """A test behind `not`, which takes missing for false."""
    return Condition(query, f"NOT {total(sql)}", f"NOT {total(sql)}", f"NOT ({sql})")


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
        return total_test(f"{name} {word}", f"{sql} {test}", f"{sql} {test}")
    if column.sort == "boolean":
        return random.choice(
            [
                open_test(name, sql),
                total_test(f"{name} = true", f"{sql} IS NOT DISTINCT FROM true", f"{sql} = true"),
                total_test(f"{name} != true", f"{sql} IS DISTINCT FROM true", f"{sql} <> true"),
            ]
        )
    if roll < 0.3:
        ours, theirs = pick()
        sign, test, plain = random.choice(
            [("=", "IS NOT DISTINCT FROM", "="), ("!=", "IS DISTINCT FROM", "<>")]
        )
        return total_test(f"{name} {sign} {ours}", f"{sql} {test} {theirs}", f"{sql} {plain} {theirs}")
    if roll < 0.45:
        some = [pick() for _ in range(random.randint(1, 4))]
        listed = ", ".join(value[0] for value in some)
        plain = f"{sql} IN ({', '.join(value[1] for value in some)})"
        test = total(plain)
        if random.random() < 0.2:
            listed, test = listed + ", missing", f"({sql} IS NULL OR {test})"
            plain = test
        if random.random() < 0.4:
            return total_test(f"{name} not in ({listed})", f"NOT {test}", f"NOT ({plain})")
        return total_test(f"{name} in ({listed})", test, plain)
    if column.sort in ("string", "category") and roll < 0.7:
        whole = random.choice(column.values)
        start = random.randrange(len(whole))
        piece = whole[start : start + random.randint(1, 6)]
        ours, theirs = text(piece)
        word, function = random.choice(
            [("contains", "contains"), ("starts with", "starts_with"), ("ends with", "ends_with")]
        )
        test = f"{function}({sql}::VARCHAR, {theirs})"
        if random.random() < 0.3:
            return negated(f"{name} not {word} {ours}", test)
        return open_test(f"{name} {word} {ours}", test)
    if column.sort == "category":
        return total_test(f"{name} != missing", f"{sql} IS NOT NULL", f"{sql} IS NOT NULL")
    if column.sort == "ordered":
        return ordered(random, column, name, sql)
    if column.sort == "date" and roll < 0.7:
        return dated(random, column, name, sql)
    if roll < 0.8:
        sign = random.choice(["<", "<=", ">", ">="])
        ours, theirs = pick()
        return open_test(f"{name} {sign} {ours}", f"{sql} {sign} {theirs}")
    low, high = sorted(random.choices(column.values, k=2))
    (a, b), (c, d) = literal(column, low), literal(column, high)
    form, make = random.choice(
        [
            (f"{name} between {a} and {c}", open_test),
            (f"{name} not between {a} and {c}", negated),
            (f"{name} in {a}..{c}", open_test),
            (f"{name} not in {a}..{c}", negated),
        ]
    )
    return make(form, f"{sql} BETWEEN {b} AND {d}")


def ordered(random, column, name, sql):
    """A comparison by the declared order of a category; the SQL lists the words."""
    words = [word for word in column.words if word not in column.unranked]
    place = random.randrange(len(words))
    sign, some = random.choice(
        [
            ("<", words[:place]),
            ("<=", words[: place + 1]),
            (">", words[place + 1 :]),
            (">=", words[place:]),
        ]
    )
    test = f"{sql} IN ({', '.join(map(duck.quoted, some))})" if some else "false"
    ranked = f"CASE WHEN {sql} IN ({', '.join(map(duck.quoted, words))}) THEN {test} END"
    return open_test(f"{name} {sign} {text(words[place])[0]}", ranked)


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
    return open_test(f"{name} {word} {period}", test)


def condition(random, some, depth=3):
    """A random condition over some columns: comparisons under `and`, `or` and `not`."""
    roll = random.random()
    if depth == 0 or roll < 0.35:
        return comparison(random, random.choice(some))
    if roll < 0.5:
        inner = condition(random, some, depth - 1)
        return total_test(f"not ({inner.query})", f"NOT ({inner.sql})", f"NOT ({inner.percent})")
    word = random.choice(["and", "or"])
    left, right = condition(random, some, depth - 1), condition(random, some, depth - 1)
    return total_test(
        f"({left.query}) {word} ({right.query})",
        f"({left.sql}) {word} ({right.sql})",
        f"({left.percent}) {word} ({right.percent})",
    )


def conditions(database, count, seed=2008):
    """So many pairs of a table and a condition over it; the same for the same seed."""
    random = Random(seed)
    tables = columns(database)
    names = list(tables)
    return [(name, condition(random, tables[name])) for name in (names[i % len(names)] for i in range(count))]
