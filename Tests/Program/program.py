"""Where the program's data are, what a run of it gives, and what it must never say."""

from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[2]
DATASETS = REPOSITORY / "datasets"

# What no message may hold: it would speak of the program's inside.
INTERNALS = ["Fatal", "internal", "Optional(", "nil", "Swift.", "Index out of range", "Thread 0", "UnsafeMutable"]


class Run(NamedTuple):
    code: int
    out: str
    err: str
