"""What docs/claims.md tells of the founding articles' claims is in the table and the transcripts."""

import csv
import re

import pytest

from program import DATASETS, REPOSITORY

FOLDER = REPOSITORY / "examples/claims"
SCRIPTS = sorted(FOLDER.glob("*.scq"))
ID = re.compile(r"C0\d{3}")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NAMES = re.compile(r"\b[CEFGRX]\d{3,4}\b|\[.*?\]\(.*?\)|Level [123]")


def verdicts():
    with open(DATASETS / "verdicts.csv", newline="") as file:
        return {row["claim"]: row["verdict"] for row in csv.DictReader(file)}


def rows():
    """The rows of the page's tables: the cells of each, by its claim."""
    lines = (REPOSITORY / "docs/claims.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells if ID.fullmatch(row[0])}


def numbers(text):
    return [number.rstrip(",") for number in NUMBER.findall(NAMES.sub(" ", text))]


def results(claim):
    """The numbers in results of the transcripts that ask of a claim, and not those in their words."""
    paths = [path for path in SCRIPTS if claim in path.read_text()]
    texts = [path.with_suffix(".transcript").read_text() for path in paths]
    lines = [line for text in texts for line in text.splitlines() if not line.startswith(("#", ">", "..."))]
    return {number.replace(",", "") for line in lines for number in numbers(line)}


def occurs(number, found):
    plain = number.replace(",", "")
    digits = len(plain.partition(".")[2])
    return any(plain == other or f"{float(other):.{digits}f}" == plain for other in found)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_file_is_canonical_and_holds_and_its_transcript_is_of_today(scomm, path):
    assert scomm("--fmt", path).out == path.read_text()
    run = scomm(path)
    assert run.code == 0, run.err[-500:]
    run = scomm("--verify", path.with_suffix(".transcript"))
    assert run.code == 0, run.out[-500:]


def test_each_verdict_is_computed_in_a_file():
    asked = {claim for path in SCRIPTS for claim in re.findall(rf'"({ID.pattern})"', path.read_text())}
    assert len(verdicts()) == 24
    assert set(verdicts()) <= asked


def test_the_page_has_each_verdict_as_the_table_has_it():
    assert {claim: cells[2] for claim, cells in rows().items()} == verdicts()


@pytest.mark.parametrize("claim", sorted(rows()))
def test_the_numbers_of_a_row_are_in_a_transcript(claim):
    found = results(claim)
    absent = [number for cell in rows()[claim] for number in numbers(cell) if not occurs(number, found)]
    assert not absent
