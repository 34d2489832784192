"""Facts of the shipped data that were computed by another program, each beside a query of ours.

`facts.txt` is a list of blocks, parted by empty lines: a line `# fact`, the query in lines that begin
with `>`, then what it gives as CSV. A block without a query is a heading.
"""

from pathlib import Path

import pytest


def facts():
    """The fact, the query and the answer of each block."""
    text = (Path(__file__).parent / "facts.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        lines = block.strip("\n").split("\n")
        query = [line[2:] for line in lines if line.startswith("> ")]
        if query:
            yield lines[0][2:], "\n".join(query), "\n".join(lines[1 + len(query) :]) + "\n"


FACTS = list(facts())


def test_every_fact_is_there_once():
    assert len(FACTS) >= 60
    assert len({query for _, query, _ in FACTS}) == len(FACTS)


@pytest.mark.parametrize("query,answer", [fact[1:] for fact in FACTS], ids=[fact[0] for fact in FACTS])
def test_the_record_holds_it(scomm, query, answer):
    run = scomm("--quiet", "--format", "csv", "-c", query)
    assert (run.code, run.err) == (0, "")
    assert run.out == answer
