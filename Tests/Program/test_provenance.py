"""Data have a version and a hash, which can be required; saved files say where their numbers come from."""

import shutil

import pytest

from program import DATASETS, content_hash

QUERY = "deportations | where fiscal_year = FY2012 | total removals by state | top 2"


@pytest.fixture
def other(tmp_path):
    """The record with one cell changed."""
    folder = tmp_path / "other"
    shutil.copytree(DATASETS, folder)
    (folder / "states.csv").write_text((folder / "states.csv").read_text().replace("Alaska", "Alasca"))
    return folder


def test_version_has_the_hash(scomm, other):
    run = scomm("--version")
    assert run.out.endswith(f", data 1.1.0, hash {content_hash(DATASETS)}\n")
    assert scomm("--version", "--datasets", other).out.endswith(f"hash {content_hash(other)}\n")
    assert content_hash(other) != content_hash(DATASETS)


def test_required_data_are_these_or_refused(scomm, other, tmp_path):
    wanted = content_hash(DATASETS)
    assert scomm("--require-data", wanted, "-c", "states | count").code == 0
    assert scomm("--require-data", wanted.upper(), "--version").code == 0
    run = scomm("--require-data", wanted, "--datasets", other, "-c", "states | count")
    assert (run.code, run.out) == (4, "")
    assert content_hash(other) in run.err and wanted in run.err and "--datasets" in run.err
    (tmp_path / "states.csv").write_text("code\nMA\n")
    args = ["--require-data", wanted, "--data", f"states={tmp_path}/states.csv", "-c", "states | count"]
    run = scomm(*args)
    assert (run.code, run.out) == (4, "") and "takes the place of the table states" in run.err
    run = scomm("--require-data", wanted, "--engine", "sqlite:none.db", "-c", "states | count")
    assert run.code == 4 and "have no hash" in run.err


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl"])
def test_sources_stand_beside_data(scomm, tmp_path, ending):
    path = tmp_path / f"x.{ending}"
    run = scomm("-c", f'{QUERY} | save "{path}" with sources', SOURCE_DATE_EPOCH="1000000000")
    assert run.code == 0, run.err
    assert f"2 rows written to {path}\nsources written to {path}.sources.md\n" in run.err
    beside = (tmp_path / f"x.{ending}.sources.md").read_text()
    assert "Urban Institute, *State Immigration Policy Resource" in beside
    assert f"    {QUERY} | save" in beside
    assert f"version 1.1.0, hash {content_hash(DATASETS)}" in beside
    assert "Date: 2001-09-09" in beside
    scomm("-c", f'{QUERY} | save "{tmp_path}/plain.{ending}"')
    assert path.read_bytes() == (tmp_path / f"plain.{ending}").read_bytes()
    assert not (tmp_path / f"plain.{ending}.sources.md").exists()


@pytest.mark.parametrize(
    "ending,opening,closing", [("md", "<!--\n", "\n-->\n"), ("html", "<!--\n", "\n-->\n"), ("tex", "% ", "\n")]
)
def test_sources_are_a_comment_where_there_are_comments(scomm, tmp_path, ending, opening, closing):
    path = tmp_path / f"x.{ending}"
    query = f'{QUERY} | where state != "-->" | save "{path}" with sources'
    assert scomm("-c", query, "--allow-unknown-values").code == 0
    text = path.read_text()
    comment = text[text.index(opening) + len(opening) :]
    assert comment.endswith(closing)
    assert "1 document stands behind 2 rows of deportations" in comment
    assert f"hash {content_hash(DATASETS)}" in comment
    if ending == "tex":
        assert all(line.startswith("% ") for line in comment.splitlines()[1:])
    else:
        assert comment.index("-->") == len(comment) - len("-->\n")
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"x.{ending}"]


def test_sources_that_cannot_be_written_are_an_error(scomm, tmp_path):
    (tmp_path / "x.csv.sources.md").mkdir()
    run = scomm("-c", f'{QUERY} | save "{tmp_path}/x.csv" with sources')
    assert run.code == 4
    assert "x.csv.sources.md" in run.err


def test_the_day_changes_nothing_else(scomm, tmp_path):
    path = tmp_path / "x.csv"
    for epoch in ("1000000000", "1100000000"):
        run = scomm("-c", f'{QUERY} | save "{path}" with sources', SOURCE_DATE_EPOCH=epoch)
        assert run.code == 0
    old, new = (tmp_path / f"x.csv.sources.md{end}" for end in ("~", ""))
    assert old.read_text().replace("2001-09-09", "2004-11-09") == new.read_text()
