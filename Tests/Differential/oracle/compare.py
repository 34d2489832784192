"""Compares an answer of the shell with the answer of a database."""

import csv
import datetime
import io
import math
from decimal import Decimal


def read_csv(text):
    """The header and the rows of CSV; every cell is a text."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return (rows[0], rows[1:]) if rows else ([], [])


def shown(value):
    """A database's value as CSV would hold it, for messages."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def same(cell, value):
    """Whether a cell of CSV stands for a database's value.

    Numbers agree to one part in a billion, integers exactly; missing is an empty cell; truth is a word;
    dates are written as ISO has them.
    """
    if value is None or isinstance(value, (bool, str)):
        return cell == shown(value)
    if isinstance(value, (int, float, Decimal)):
        try:
            if isinstance(value, int) and cell.lstrip("-").isdigit():
                return int(cell) == value
            return math.isclose(float(cell), float(value), rel_tol=1e-9, abs_tol=1e-12)
        except ValueError:
            return False
    if isinstance(value, datetime.datetime):
        return value.time() == datetime.time() and cell == value.date().isoformat()
    if isinstance(value, datetime.date):
        return cell == value.isoformat()
    return cell == str(value)


def difference(text, names, rows):
    """What differs between CSV and a database's answer, in a line; None if nothing does."""
    header, cells = read_csv(text)
    if header != list(names):
        return f"columns: {header}, wanted {list(names)}"
    for number, (line, row) in enumerate(zip(cells, rows), start=1):
        if len(line) == 0 and len(row) == 1:  # a row of one missing value is an empty line
            line = [""]
        if len(line) != len(row):
            return f"row {number}: {len(line)} fields, wanted {len(row)}"
        for name, cell, value in zip(names, line, row):
            if not same(cell, value):
                return f"row {number}, {name}: {cell!r}, wanted {shown(value)!r} (row {line}, wanted {list(map(shown, row))})"
    if len(cells) != len(rows):
        return f"{len(cells)} rows, wanted {len(rows)}"
    return None
