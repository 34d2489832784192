"""Command lines, streams and exit codes."""

import json
import os
import re
import signal
import subprocess
import time

import pytest

from program import REPOSITORY

COUNT = "n\n56\n"
GOOD = "states | count"
WRONG = "states | cuont"


@pytest.fixture
def script(tmp_path):
    """Writes a query file; gives its path."""

    def script(text, name="query.scq"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return script


# Where queries come from


def test_query_on_the_command_line(scomm):
    assert scomm("-c", GOOD)[:2] == (0, COUNT)


def test_query_file(scomm, script):
    assert scomm(script(GOOD))[:2] == (0, COUNT)


def test_query_file_after_f(scomm, script):
    assert scomm("-f", script(GOOD, "query.txt"))[:2] == (0, COUNT)


def test_query_on_standard_input(scomm):
    assert scomm(text=GOOD)[:2] == (0, COUNT)


def test_minus_is_standard_input(scomm):
    assert scomm("-f", "-", text=GOOD)[:2] == (0, COUNT)


def test_several_queries_share_one_session(scomm):
    run = scomm("-c", "let west = states | where region = 'West'", "-c", "west | count")
    assert run[:2] == (0, "n\n13\n")


def test_several_files_run_in_order(scomm, script):
    first, second = script("let few = states | first 3", "a.scq"), script("few | count", "b.scq")
    assert scomm("-f", first, "-f", second)[:2] == (0, "n\n3\n")
    assert scomm(first, second)[:2] == (0, "n\n3\n")


def test_queries_files_and_paths_run_in_the_order_in_which_they_are_written(scomm, script):
    first, second = script("few | first 1 | keep code", "a.scq"), script("let few = states | first 2", "b.scq")
    run = scomm("-c", "states | count", "-f", second, first, "-c", "few | count")
    assert run.out == "n\n56\n\ncode\nAK\n\nn\n2\n"
    assert scomm(first, "-f", second).code == 1


def test_an_option_of_one_job_takes_all_files(scomm, script):
    first, second = script("states|count", "a.scq"), script("events|count", "b.scq")
    laid_out = "states | count\nevents | count\nclaims | count\n"
    assert scomm("--fmt", first, second, "-c", "claims|count")[:2] == (0, laid_out)
    recorded = scomm("--record", first, "-f", second)
    assert recorded.code == 0 and "> states|count\n" in recorded.out and "> events|count\n" in recorded.out
    assert scomm("--check", first, second, script("states | cuont", "c.scq")).err.count("cuont") == 2


@pytest.mark.parametrize(
    "args,words",
    [
        (["--fmt", "a.scq", "--check"], "--check and --fmt are two jobs: leave out one of them."),
        (["--version", "-c", GOOD], "--version runs no queries: leave out -c."),
        (["--verify", "a.transcript", "b.scq"], "--verify runs no queries: leave out b.scq."),
        (["a.lesson", "b.lesson"], "One course is played at a time: leave out b.lesson."),
    ],
)
def test_what_one_run_cannot_do_is_wrong_usage(scomm, args, words):
    run = scomm(*args)
    assert (run.code, run.out, run.err) == (2, "", words + "\n")


def test_standard_input_is_named_once_in_any_spelling(scomm):
    run = scomm("--data", "a=/dev/stdin", "--data", "b=-", "-c", "a | count", text="x\n1\n")
    assert run.code == 2 and "read once" in run.err


def test_options_stand_anywhere(scomm, script):
    assert scomm(script(GOOD), "--quiet", "--format", "csv") == scomm("--format", "csv", "--quiet", script(GOOD))


def test_two_dashes_end_the_options(scomm, tmp_path):
    (tmp_path / "-odd.scq").write_text(GOOD)
    assert scomm("--quiet", "--", "-odd.scq", cwd=tmp_path)[:2] == (0, COUNT)


def test_all_forms_of_options_are_read_alike(scomm, script):
    path = script("param x = 1\nstates | first $x | keep code", "q.txt")
    wanted = scomm("--quiet", "--format", "csv", "--set", "x=2", "-f", path)
    assert wanted[:2] == (0, "code\nAK\nAL\n")
    assert scomm("--quiet", "--format=csv", "--set=x=2", f"--file={path}") == wanted
    assert scomm("--quiet", "--format=csv", "--set", "x=2", f"-f={path}") == wanted
    assert scomm(f"-f={path}", "--set=x=3", "--set", "x=2", "--format", "tsv", "--format", "csv", "--quiet") == wanted


@pytest.mark.parametrize("choice", ["--errors", "--ledger"])
def test_choices_are_read_in_every_form(scomm, script, choice):
    path = script("states | count", "q.txt")
    plain = scomm(choice, "json", "-f", path)
    assert plain[:2] == (0, COUNT)
    assert scomm(f"{choice}=json", "-f", path) == plain
    assert scomm(choice, "json", f"-f={path}") == plain


def test_unknown_options_are_errors(scomm):
    run = scomm("--no-such", "-c", GOOD)
    assert run.code == 2 and "--no-such" in run.err


@pytest.mark.parametrize("way", ["-c", "-f", "file", "stdin"])
def test_all_ways_have_the_same_rules(scomm, script, way):
    text = "states | count\n\nstates\n| where region = 'West'\n| count\nstates | cuont\nstates | count\n"
    args = {"-c": ["-c", text], "-f": ["-f", script(text)], "file": [script(text)], "stdin": []}[way]
    run = scomm("--quiet", *args, text=text if way == "stdin" else "")
    assert run[:2] == (1, "n\n56\n\nn\n13\n")
    name = {"-c": "-c", "stdin": "stdin"}.get(way, str(script(text)))
    assert f"{name}:6:10: " in run.err


def test_semicolons_part_statements(scomm):
    assert scomm("-c", "states | count; states | first 1 | count")[:2] == (0, "n\n56\n\nn\n1\n")


def test_let_prints_nothing(scomm):
    assert scomm("-c", "let few = states | first 3")[:2] == (0, "")


def test_the_last_result_is_underscore(scomm):
    assert scomm("-c", "states | count\n_ | add twice = 2 * n")[1].endswith("n\ttwice\n56\t112\n")
    assert scomm("-c", "states | count", "-c", "stories | count", "-c", "_1 | add m = n")[1].endswith("n\tm\n56\t56\n")


def test_a_bar_goes_on_within_a_file(scomm):
    assert scomm(text="states\n\n# a comment\n| count\n")[:2] == (0, COUNT)


# What goes to which stream


def test_data_on_one_stream_everything_else_on_the_other(scomm):
    run = scomm("-c", "deportations | where removals > 20_000 | keep state, removals")
    assert run.code == 0
    assert all(line.count("\t") == 1 for line in run.out.splitlines())
    assert "357" in run.err


def test_quiet_drops_notes(scomm):
    run = scomm("--quiet", "-c", "deportations | total removals")
    assert run == (0, "removals\n406383\n", "")


def test_quiet_keeps_errors(scomm):
    run = scomm("--quiet", "-c", WRONG)
    assert run[:2] == (1, "")
    assert "cuont" in run.err and "count" in run.err


def test_notes_do_not_change_the_data(scomm):
    query = "deportations | total removals by fiscal_year"
    assert scomm("--quiet", "-c", query).out == scomm("-c", query).out


def test_the_same_query_gives_the_same_bytes(scomm):
    query = "jurisdictions | summarize m = mean(area_sq_miles), s = stdev(poverty_pct) by state | sort m desc"
    assert len({scomm("-c", query) for _ in range(5)}) == 1


def test_several_results_are_parted_by_an_empty_line(scomm):
    run = scomm("--format", "csv", "-c", "states | first 1 | keep code\nstates | last 1 | keep code", "-c", GOOD)
    assert run.out == "code\nAK\n\ncode\nWY\n\nn\n56\n"


def test_output_ends_with_a_line_end(scomm):
    for name in ("tsv", "csv", "json", "jsonl", "plain", "box", "markdown", "vertical", "html", "latex"):
        assert scomm("--format", name, "-c", GOOD).out.endswith("\n"), name


# Exit codes


def test_exit_code_of_an_error_in_a_query(scomm):
    for query in (WRONG, "states | where nmae = 'x'", "sttes", "states |", "states | where ("):
        assert scomm("-c", query).code == 1, query


def test_exit_code_of_an_arithmetic_overflow(scomm):
    run = scomm("-c", "states | add x = population * 9_000_000_000_000")
    assert run[:2] == (1, "")
    assert "ow" in run.err


def test_exit_code_of_wrong_usage(scomm):
    assert scomm("--nope").code == 2
    assert scomm("-c").code == 2
    assert scomm("--format", "nope", "-c", GOOD).code == 2
    assert scomm("--errors", "xml", "-c", GOOD).code == 2
    assert scomm("--color", "sometimes", "-c", GOOD).code == 2


def test_a_plain_argument_of_another_ending_is_wrong_usage(scomm, tmp_path):
    (tmp_path / "notes.txt").write_text("states | count")
    assert scomm(tmp_path / "notes.txt").code == 2
    assert scomm("missing.txt").code == 2


def test_exit_code_of_an_assertion(scomm):
    run = scomm("-c", "states | where population > 10_000_000\n| assert count > 100 'too few large states'\nstates | count")
    assert run[:2] == (3, "")
    assert "too few large states" in run.err


def test_an_assertion_that_holds_says_nothing(scomm):
    assert scomm("--quiet", "-c", "states | assert count = 56 'all states' | count") == (0, COUNT, "")


@pytest.mark.parametrize(
    "condition",
    ["count(removals) = 316", "sum(removals) = 406_383", "max(removals) > 20_000 and min(removals) = 0", "all(state is not missing)"],
)
def test_assertions_take_aggregates(scomm, condition):
    assert scomm("-c", f"deportations | assert {condition} | count")[:2] == (0, "n\n357\n")


def test_exit_code_of_a_missing_file(scomm):
    assert scomm("missing.scq").code == 4
    assert scomm("-f", "missing.scq").code == 4
    assert scomm("missing.csv", "-c", GOOD).code == 4
    assert scomm("--data", "t=missing.csv", "-c", GOOD).code == 4
    assert scomm("--datasets", "missing", "-c", GOOD).code == 4
    assert "missing.scq" in scomm("missing.scq").err


def test_a_script_stops_at_the_first_error(scomm):
    run = scomm("--quiet", text=f"{GOOD}\n{WRONG}\n{GOOD}\n")
    assert run[:2] == (1, COUNT)


def test_later_scripts_do_not_run_after_an_error(scomm):
    assert scomm("-c", WRONG, "-c", GOOD)[:2] == (1, "")


def test_keep_going_runs_on_and_gives_the_first_error(scomm):
    text = f"{GOOD}\nstates | assert count = 1 'one'\n{WRONG}\n{GOOD}\n"
    run = scomm("--quiet", "--keep-going", text=text)
    assert run[:2] == (3, f"{COUNT}\n{COUNT}")
    run = scomm("--quiet", "--keep-going", "-c", WRONG, "-c", "states | assert false", "-c", GOOD)
    assert run[:2] == (1, COUNT)


# Errors


def test_errors_begin_with_file_line_and_column(scomm, script):
    path = script("states | count\n\n# a comment\nstates\n| where region = 'West'\n| cuont\n")
    run = scomm("--quiet", path)
    assert f"{path}:6:3: " in run.err


def test_lines_count_over_several_statements_and_commands(scomm, script):
    path = script(".tables\nstates | count; states | count\n\nlet a = states\n  | count\na | wrong\n")
    run = scomm("--quiet", path)
    assert f"{path}:6:5: " in run.err


def test_columns_count_characters(scomm):
    run = scomm(text='stories | where title contains "é" | cuont')
    assert "stdin:1:38: " in run.err


def test_all_errors_of_binding_at_once(scomm):
    run = scomm("-c", 'deportations | where stat = "Masachusetts" | totl removals')
    assert [line.split(" ")[0] for line in run.err.splitlines() if line.startswith("-c:")] == ["-c:1:22:", "-c:1:29:", "-c:1:46:"]
    assert 'Fixed:  deportations | where state = "MA" | total removals' in run.err


def test_errors_as_json(scomm):
    run = scomm("--errors", "json", "--quiet", "-c", 'states | count\nstates | where stat = "MA" | cuont')
    found = [json.loads(line) for line in run.err.splitlines()]
    assert run.code == 1
    assert [(item["file"], item["line"], item["column"]) for item in found] == [("-c", 2, 16), ("-c", 2, 30)]
    assert all(item["severity"] == "error" and item["message"] and item["code"] for item in found)


@pytest.mark.parametrize("text", ["states | where (", 'states | where name = "', "states | first x", "param p = 3\nstates | top $q", "states | count by\n"])
def test_every_error_as_json_is_json(scomm, text):
    run = scomm("--errors", "json", "--quiet", text=text)
    assert run.code in (1, 2)
    assert [json.loads(line)["severity"] for line in run.err.splitlines()] != []


def test_failures_of_files_as_json(scomm):
    run = scomm("--errors", "json", "--quiet", "missing.scq")
    assert run.code == 4
    assert [json.loads(line)["file"] for line in run.err.splitlines()] == ["missing.scq"]


def test_failed_assertions_as_json(scomm):
    run = scomm("--errors", "json", "--quiet", "-c", "states | assert false 'never'")
    assert run.code == 3
    assert ["never" in json.loads(line)["message"] for line in run.err.splitlines()] == [True]


# Parameters

SCRIPT = """param year = FY2012 "fiscal year"
param least = 1_000 "removals at least"
param place = "TX"
deportations | where fiscal_year = $year and removals >= $least and state = $place | keep state, fiscal_year, removals
"""


def test_parameters_have_defaults(scomm):
    assert scomm(text=SCRIPT)[:2] == (0, "state\tfiscal_year\tremovals\nTX\tFY2012\t18392\n")


def test_parameters_are_set(scomm):
    run = scomm("--set", "year=FY2013", "--set", "place=CA", "--set", "least=5", text=SCRIPT)
    assert run.code == 0
    assert run.out.splitlines()[1].startswith("CA\tFY2013\t")


@pytest.mark.parametrize("setting", ["year=2012", "year=soon", "least=many", "least=", "year", "=3", "least=1.5.2"])
def test_wrong_values_of_parameters_are_wrong_usage(scomm, setting):
    run = scomm("--set", setting, text=SCRIPT)
    assert run[:2] == (2, "")
    assert setting.split("=")[0] in run.err


def test_unset_parameters_are_wrong_usage(scomm):
    text = 'param place "a state"\nstates | where code = $place | count\n'
    run = scomm(text=text)
    assert run[:2] == (2, "")
    assert "place" in run.err
    assert scomm("--set", "place=MA", text=text)[:2] == (0, "n\n1\n")


def test_unknown_parameters_are_wrong_usage(scomm):
    run = scomm("--set", "yeer=FY2013", text=SCRIPT)
    assert run[:2] == (2, "")
    assert "yeer" in run.err


def test_a_parameter_that_is_not_declared_is_an_error(scomm):
    run = scomm(text="param year = FY2012\ndeportations | where fiscal_year = $yeer | count")
    assert run.code in (1, 2)
    assert run.out == "" and "$year" in run.err


def test_values_of_parameters_that_no_row_has_are_errors(scomm):
    run = scomm("--set", "place=XX", text=SCRIPT)
    assert run[:2] == (2, "") and "XX" in run.err
    run = scomm("--allow-unknown-values", "--set", "place=XX", text=SCRIPT)
    assert run[:2] == (0, "state\tfiscal_year\tremovals\n")
    assert "XX" in run.err


def test_parameters_are_listed(scomm, script):
    run = scomm("--params", "--format", "csv", script(SCRIPT))
    assert run.code == 0
    lines = run.out.splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("year,") and "FY2012" in lines[1] and "fiscal year" in lines[1]
    assert lines[2].startswith("least,integer,") and "removals at least" in lines[2]
    assert lines[3].startswith("place,text,")


def test_parameters_of_queries_from_anywhere_are_listed(scomm):
    assert scomm("--params", "-c", SCRIPT).out.count("\n") == 4
    assert scomm("--params", "-f", "-", text=SCRIPT).out.count("\n") == 4


# Checking without running


def test_check_runs_nothing(scomm, tmp_path):
    text = f"states | count\nlet a = states | keep code\na | save '{tmp_path}/out.csv'\nstates | assert false\n"
    assert scomm("--check", text=text) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_check_finds_all_errors(scomm, script):
    path = script("states | cuont\nstates | where nmae = 'x'\nlet a = states | keep code\na | keep name\n")
    run = scomm("--check", path)
    assert run[:2] == (1, "")
    assert [f"{path}:{place}: " in run.err for place in ("1:10", "2:16", "4:10")] == [True] * 3


def test_check_and_params_judge_settings(scomm):
    query = "param year = FY2012\nstates | count"
    for job in ["--check", "--params"]:
        unknown = scomm(job, "--set", "yaer=FY2013", "-c", query)
        assert unknown.code == 2 and "Did you mean year?" in unknown.err
    wrong = scomm("--check", "--set", "year=many", "-c", query)
    assert wrong.code == 2 and "--set year=many: a fiscal year is wanted" in wrong.err
    assert scomm("--check", "--set", "year=FY2013", "-c", query).code == 0


def test_check_follows_what_is_read(scomm, script):
    inner = script("let few = states | first 2\nfew | cuont\n", "inner.scq")
    run = scomm("--check", script(f".read {inner}\nfew | count\n_ | count\n.format markdwn\n", "outer.scq"))
    assert run.code == 1 and f"{inner}:2:7: " in run.err and "markdwn" in run.err
    assert "no table few" not in run.err and "no result _" not in run.err
    again = script(".read again.scq\n", "again.scq")
    assert scomm("--check", again, cwd=again.parent).code == 1
    assert scomm("--check", "-c", ".read nowhere.scq").code == 4


def test_params_tell_errors_of_syntax(scomm):
    run = scomm("--params", "-c", "param a = 1\nparam = 2")
    assert (run.code, run.out) == (1, "") and "-c:2:7:" in run.err


def test_check_of_a_missing_file(scomm):
    assert scomm("--check", "missing.scq").code == 4


@pytest.mark.parametrize(
    "stage",
    ["drop `2012`, state", "add c = previous(1) along `2012`", "sort `2012`", "where `2012` > 3"],
)
def test_check_does_not_judge_columns_that_only_data_tell(scomm, stage):
    text = f"deportations | count by state, fiscal_year | pivot fiscal_year | {stage}"
    assert scomm("--check", text=text) == (0, "", "")


# Ends


def interrupted(binary, environment, args, text=b"", wait=0.3):
    process = subprocess.Popen(
        [binary, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    try:
        process.stdin.write(text)
        process.stdin.flush()
        time.sleep(wait)
        assert process.poll() is None, "it ended before it was interrupted"
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=3)
        return code, time.monotonic() - start
    finally:
        process.kill()
        process.communicate()


def test_an_interrupt_ends_a_long_query(binary, environment, tmp_path):
    path = tmp_path / "ones.csv"
    path.write_text("k,v\n" + "".join(f"1,{number}\n" for number in range(12000)))
    query = "ones | join (ones | rename w = v) on k many | where v + w = 17 | sort v, w | count"
    code, seconds = interrupted(binary, environment, [str(path), "-c", query])
    assert code == 130
    assert seconds < 0.5


def test_an_interrupt_ends_waiting_for_queries(binary, environment):
    assert interrupted(binary, environment, [])[0] == 130


def test_an_interrupt_ends_waiting_for_data(binary, environment):
    assert interrupted(binary, environment, ["--data", "t=-", "-c", "t | count"])[0] == 130


@pytest.mark.parametrize("name", ["tsv", "csv", "json", "plain", "box"])
def test_a_closed_pipe_ends_quietly(binary, environment, name):
    line = f"'{binary}' --quiet --format {name} -c 'detention | append detention' | head -1; echo \"code ${{PIPESTATUS[0]}}\""
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=environment, timeout=30, text=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 2 and lines[1] == "code 0"
    assert done.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
def test_a_full_disk_is_said(binary, environment):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([binary, "--quiet", "-c", "detention"], stdout=full, stderr=subprocess.PIPE, env=environment, timeout=30)
    assert done.returncode == 4
    assert b"could not be written" in done.stderr


def test_the_version_is_the_same_everywhere(scomm):
    version = re.match(r"scomm (\d+\.\d+\.\d+), data ", scomm("--version").out).group(1)
    assert json.loads((REPOSITORY / "grammar/vscode/package.json").read_text())["version"] == version
    changes = (REPOSITORY / "CHANGELOG.md").read_text()
    assert re.search(r"^## (.+)$", changes, re.MULTILINE).group(1) == version


def test_help(scomm):
    run = scomm("--help")
    assert run.code == 0 and "--format" in run.out
    assert max(map(len, run.out.splitlines())) <= 80


def test_results_do_not_depend_on_the_locale(scomm):
    query = "states | sort name | keep name, population"
    assert scomm("-c", query, LANG="de_DE.UTF-8", LC_ALL="tr_TR.UTF-8").out == scomm("-c", query).out
