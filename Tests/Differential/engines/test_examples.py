"""Each example file says the same in every engine as here, or the engine says what it cannot."""

import pytest

from compare import differences
from databases import REPOSITORY
from sessions import blocks_of

EXAMPLES = sorted((REPOSITORY / "examples").glob("*.scq"))

ENGINES = [
    "sqlite", "duckdb",
    pytest.param("postgres", marks=pytest.mark.server),
    pytest.param("spark", marks=pytest.mark.server),
]

# How many blocks of the example files an engine's SQL may refuse to say.
MOST_REFUSED = {"sqlite": 20, "duckdb": 4, "postgres": 4, "spark": 8}


@pytest.fixture(scope="module")
def here(answers):
    """What our own engine says, block by block."""
    blocks = [block for path in EXAMPLES for block in blocks_of(path.read_text())]
    return list(zip(blocks, answers(blocks)))


@pytest.mark.parametrize("name", ENGINES)
def test_examples_say_the_same(name, request, here, answers):
    engine = request.getfixturevalue(name)
    there = answers([block for block, _ in here], engine)
    refused, wrong = [], []
    for (block, ours), theirs in zip(here, there):
        if theirs.is_refused:
            refused.append((block, theirs.errors))
            continue
        if theirs.errors != ours.errors and {code for code, _ in theirs.errors} != {code for code, _ in ours.errors}:
            wrong.append((block, ours.errors, theirs.errors))
        elif difference := differences(ours.data, theirs.data):
            wrong.append((block, difference))
    print(f"{name}: {len(here) - len(refused) - len(wrong)} of {len(here)} blocks the same, {len(refused)} refused")
    for block, errors in refused:
        print(f"  refused: {errors[0][1]}\n    " + block.replace("\n", "\n    "))
    for item in wrong:
        print("  wrong:", *item, sep="\n    ")
    assert not wrong, f"{len(wrong)} blocks differ"
    assert len(refused) <= MOST_REFUSED[name]
