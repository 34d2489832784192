"""Answers in sentences for screen readers, answers in ASCII alone, and errors for programs."""

import json
import signal
import sqlite3
import subprocess
import time

import pytest

QUERIES = [
    "states | count by region",
    "deportations | total removals by fiscal_year",
    "deportations | total removals by state.region | share",
    'jurisdictions | where name contains "ñ" | keep name, state, population',
    "deportations | where removals is missing | first 3",
    "states | where false",
    "deportations | total removals by fiscal_year | chart line",
    "states | describe",
    "states | where regon = 1",
    "deportations | totl removals by stat",
]
DRAWN = "─│┌┐└┘├┤┬┴┼█▏⣀·…→"


@pytest.mark.parametrize("query", QUERIES)
def test_nothing_is_drawn_for_ears(scomm, query):
    run = scomm("--plain", "-c", query)
    assert run.out + run.err
    assert not [sign for sign in DRAWN + "^\x1b" if sign in run.out + run.err]


def test_a_row_is_a_sentence(scomm):
    out = scomm("--plain", "--quiet", "-c", QUERIES[2]).out.splitlines()
    assert out[0] == "4 rows."
    assert out[1].startswith("region Northeast, removals 13,") and out[1].endswith(" percent.")
    out = scomm("--plain", "--quiet", "-c", "deportations | where removals is missing | first 1").out
    assert "removals missing" in out
    years = scomm("--plain", "--quiet", "-c", QUERIES[1]).out
    assert "fiscal_year FY2015 in part, removals" in years


def test_an_error_names_the_word_and_the_repaired_query_stands_alone(scomm):
    run = scomm("--plain", text="states | count\n\ndeportations | totl removals by state\n")
    lines = run.err.splitlines()
    assert any(line.startswith("stdin, line 3, word 3, totl: ") for line in lines)
    assert lines[-1] == "deportations | total removals by state"


def test_the_variable_is_for_terminals_alone(scomm):
    plain = scomm("--quiet", "-c", QUERIES[0])
    assert scomm("--quiet", "-c", QUERIES[0], SCOMM_PLAIN="1").out == plain.out
    assert scomm("--plain", "--format", "csv", "--quiet", "-c", QUERIES[0]).out.startswith("region,n\n")


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("given", [{"option": "--ascii"}, {"LANG": "C"}], ids=["--ascii", "LANG=C"])
def test_ascii_is_ascii(scomm, query, given):
    options = [given[name] for name in given if name == "option"]
    variables = {name: value for name, value in given.items() if name != "option"}
    run = scomm(*options, "--format", "box", "-c", query, **variables)
    assert run.out + run.err
    assert (run.out + run.err).isascii()


def test_boxes_of_ascii_are_straight(scomm):
    out = scomm("--ascii", "--quiet", "--format", "box", "-c", QUERIES[3]).out
    assert "\\u{F1}" in out
    assert len({len(line) for line in out.splitlines()}) == 1


def test_data_formats_keep_every_character(scomm):
    query = QUERIES[3]
    assert scomm("--ascii", "--quiet", "-c", query).out == scomm("--quiet", "-c", query).out


def errors(run):
    return [json.loads(line) for line in run.err.splitlines()]


def test_an_error_in_data_has_its_place_in_the_file(scomm, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,2\n3,4,5\n")
    (error,) = errors(scomm("--errors", "json", "--quiet", "--no-cache", path, "-c", "bad | count"))
    assert (error["file"], error["line"], error["column"]) == (str(path), 3, 1)
    assert error["message"].startswith("this row has 3 fields")


@pytest.mark.parametrize(
    "args, text",
    [
        (["--format", "fo"], ""),
        (["--set", "x"], "states | count"),
        (["--set", "x=1"], "states | count"),
        (["nothing.xyz"], ""),
        (["nothing.csv", "-c", "nothing | count"], ""),
        ([], ".blah\n"),
        ([], "states | count\n\n.describe stats\n"),
        ([], ".open nothing.csv\n"),
        (["--fmt", "/dev/stdin"], "states | (\n"),
        (["--data", "all=nothing/*.csv"], ""),
        (["--nothing"], ""),
        (["--threads", "many"], ""),
        (["--fmt", "a.scq", "--check"], ""),
        (["--engine", "nothing:x"], ""),
        (["--engine", "sqlite:nothing.db", "-c", "t"], ""),
        (["--verify", "nothing.transcript"], ""),
        (["--verify", "nothing/"], ""),
        (["--check", "nothing.lesson"], ""),
        (["--require-data", "0"], "states | count"),
        (["--datasets", "nothing"], "states | count"),
    ],
)
def test_every_error_is_a_line_of_json(scomm, args, text):
    run = scomm("--errors", "json", "--quiet", *args, text=text)
    assert run.code != 0
    found = errors(run)
    assert found and all(error["severity"] == "error" and error["message"] for error in found)


def test_a_full_disk_and_an_interrupt_are_json(binary, environment, tmp_path):
    with open("/dev/full", "w") as full:
        run = subprocess.run([binary, "--errors", "json", "-c", "states"], stdout=full, stderr=subprocess.PIPE, text=True, env=environment)
    (error,) = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    assert run.returncode == 4 and "could not be written" in error["message"]
    with sqlite3.connect(tmp_path / "endless.db") as base:
        base.execute("create view v as with recursive n(i) as (select 1 union all select i + 1 from n) select i from n where i < 0")
    command = [binary, "--errors", "json", tmp_path / "endless.db", "-c", "v | count"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130
    assert json.loads(process.stderr.read())["code"] == "stopped"


def test_errors_name_no_sentence_as_their_file(scomm):
    for args in (["--engine", "nothing:x"], ["--require-data", "0", "-c", "states"], ["--nothing"]):
        (error,) = errors(scomm("--errors", "json", "--quiet", *args))
        assert "file" not in error


def test_text_and_json_name_the_same_place(scomm, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,2\n3,4,5\n")
    run = scomm("--quiet", "--no-cache", path, "-c", "bad | count")
    assert f"\n{path}:3:1: this row has 3 fields" in run.err and "-c:1:1" not in run.err


def test_what_is_worth_knowing_of_a_course_is_no_error(scomm, tmp_path):
    course = tmp_path / "a.lesson"
    course.write_text("# 1. One\n\n## 1.1 Count [core]\n\nHow many?\n\nanswer: states | count\n")
    run = scomm("--errors", "json", "--check", course)
    found = [json.loads(line) for line in run.err.splitlines() if line.startswith("{")]
    assert found and {error["severity"] for error in found} <= {"note", "warning"}
    assert all(error["file"] == str(course) and error["line"] > 0 for error in found)


def test_files_that_cannot_be_written_or_read_are_told_where_that_is_asked(scomm, tmp_path):
    (tmp_path / "s.scq").write_text('states | count\nstates | save "/nowhere/y.csv"\n.read nofile.scq\n')
    run = scomm("--errors", "json", "--quiet", "--keep-going", "s.scq", cwd=tmp_path)
    assert run.code == 4
    assert [(error["file"], error["line"], error["column"]) for error in errors(run)] == [("s.scq", 2, 10), ("s.scq", 3, 1)]
    run = scomm("--quiet", "--keep-going", "s.scq", cwd=tmp_path)
    assert "s.scq:2:10: /nowhere/y.csv: No such file" in run.err and "s.scq:3:1: nofile.scq: No such file" in run.err


def test_repairs_count_bytes_from_the_beginning_of_the_file(scomm, tmp_path):
    text = ".timer off\nstates | count\n\nstates | cuont\n.tables\nstates | cuont\n"
    (tmp_path / "a.scq").write_text(text)
    for lines in ["", ".transcript on t\n"]:
        (tmp_path / "b.scq").write_text(lines + text)
        run = scomm("--errors", "json", "--quiet", "--keep-going", tmp_path / "b.scq", cwd=tmp_path)
        for error in errors(run):
            (fix,) = error["fix"]
            assert (lines + text)[fix["start"] : fix["end"]] == "cuont"
        assert len(errors(run)) == 2


def test_pages_that_differ_in_a_folder_are_errors_as_json(scomm, tmp_path):
    (tmp_path / "a.transcript").write_text("> states | count\nn\n")
    run = scomm("--errors", "json", "--verify", tmp_path)
    (error,) = errors(run)
    assert run.code == 3 and error["file"].endswith("a.transcript") and error["line"] == 2


def test_a_command_of_a_script_is_named_with_its_line(scomm):
    run = scomm(text="states | count\n\n.describe stats\n")
    assert "stdin:3:1: There is no table stats." in run.err
