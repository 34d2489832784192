"""Reads the pairs of questions: the same question in the query language and in SQL.

A file in `pairs/` is a list of blocks: a line `# what it is about`, the query, a line `---`, the SQL.
"""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent / "pairs"


class Pair(NamedTuple):
    name: str
    query: str
    sql: str


def read(path):
    """The pairs of a file, in order."""
    pairs = []
    for block in ("\n" + path.read_text(encoding="utf-8")).split("\n# ")[1:]:
        title, _, body = block.partition("\n")
        query, line, sql = body.partition("\n---\n")
        if not line:
            raise ValueError(f"{path.name}: {title}: a line --- is missing")
        pairs.append(Pair(f"{path.stem}: {title.strip()}", query.strip(), sql.strip()))
    return pairs


def everything():
    """The pairs of all files."""
    return [pair for path in sorted(FOLDER.glob("*.txt")) for pair in read(path)]
