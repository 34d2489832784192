"""Commands that open, run, write and set: in scripts, which run them as the prompt does."""

import pytest


@pytest.fixture
def files(tmp_path):
    (tmp_path / "mine.csv").write_text("place,n\nTX,3\nCA,4\n")
    (tmp_path / "my own.csv").write_text("a\n1\n")
    (tmp_path / "counts.scq").write_text("states | count\n")
    return tmp_path


@pytest.fixture
def play(scomm, files):
    """Runs lines as a script in the folder of the files, beyond errors."""

    def play(*lines, **options):
        flags = [f"--{name.replace('_', '-')}" for name in options]
        return scomm("--keep-going", *flags, text="\n".join(lines) + "\n", cwd=files)

    return play


def test_open_adds_tables(play):
    run = play(".open mine.csv", "mine | total n")
    assert run.out == "n\n7\n" and run.err.startswith("Opened: mine (2 columns)\n")


def test_open_takes_a_name_and_quotes(play):
    run = play('.open "my own.csv" as other', "other | count")
    assert run.out == "n\n1\n", run.err


def test_open_says_what_is_wrong(play):
    run = play(".open", ".open none.csv", ".open mine.csv", ".open mine.csv", ".open mine.csv as states")
    lines = run.err.splitlines()
    assert lines[0] == "stdin:1:1: Which file? Write .open FILE or .open FILE as NAME."
    assert lines[1] == "stdin:2:1: none.csv: cannot be opened: No such file or directory; check the path"
    assert lines[3].endswith("give it a name with .open FILE as NAME")
    assert "there is a table states already" in lines[4] and "--data" not in lines[4].replace("--data states=FILE", "")
    assert run.code == 2


def test_read_runs_a_file(play, files):
    (files / "names.scq").write_text("let few = states | first 3\n.timer on\n")
    run = play(".read names.scq", "few | count", ".read counts.scq")
    assert run.out == "n\n3\n\nn\n56\n" and "took " in run.err


def test_read_refuses_a_circle(play, files):
    (files / "one.scq").write_text(".read two.scq\n")
    (files / "two.scq").write_text(".read one.scq\n")
    run = play(".read one.scq")
    assert "one.scq: reads itself; take the .read out." in run.err and run.code == 1


def test_save_writes_what_ran_without_an_error(play, files, scomm):
    play(".open mine.csv", "mine | where n > 3", "mine | where m > 3", "states | count", "| keep n", ".save all.scq")
    saved = (files / "all.scq").read_text()
    assert saved == ".open mine.csv\nmine | where n > 3\nstates | count\n| keep n\n"
    assert scomm("--quiet", "all.scq", cwd=files).out == "place\tn\nCA\t4\n\nn\n56\n"


def test_save_wants_the_ending_of_queries(play):
    run = play("states | count", ".save counts.csv", ".save")
    assert 'Write .save FILE.scq, with that ending. A result is written by a query: | save "counts.csv".' in run.err
    assert play(".save all.scq").err == "stdin:1:1: No query has run without an error yet.\n"


def test_format_shows_and_sets(play):
    run = play(".format json", "states | count", ".format", ".format jsn")
    assert run.out == '[\n{"n":56}\n]\n' and "Results are shown as json." in run.err
    assert "There is no format jsn. Did you mean json" in run.err


def test_timer_is_switched(play):
    run = play(".timer on", "states | count", ".timer off", "states | count", ".timer")
    assert run.err.count("took ") == 1 and run.err.endswith("Write .timer on or .timer off.\n")


def test_history_tells_what_failed(play):
    run = play("states | count", "states | cuont", ".history", ".history failed")
    assert run.out.count("states | cuont") == 2 and run.out.count("states | count") == 1
    assert play(".history").err == "There is no query yet.\n"


def test_safe_opens_reads_and_writes_nothing(play, files):
    run = play(".open mine.csv", ".read counts.scq", "states | count", ".save all.scq", ".transcript on t", safe=True)
    assert run.err.count("--safe opens no files") == 4
    assert not (files / "all.scq").exists() and not (files / "t").exists()


def test_a_transcript_plays_again(play, files, scomm):
    lines = ["states | count", ".open mine.csv", "mine", ".back", "deportations | total removals by state.region | share"]
    play(".transcript on t.transcript", *lines, ".transcript off", "states | count")
    written = (files / "t.transcript").read_text()
    assert [line[2:] for line in written.splitlines() if line.startswith("> ")] == lines
    assert scomm("--verify", "t.transcript", cwd=files).code == 0
    (files / "t.transcript").write_text(written.replace("56 │", "57 │"))
    assert scomm("--verify", "t.transcript", cwd=files).code == 3


def test_a_transcript_announces_what_failed(play, files, scomm):
    play(".transcript on t.transcript", "states | count", ".open none.csv", ".transcript off")
    written = (files / "t.transcript").read_text()
    assert written.count("\n# error: told in the session\n> .open none.csv\n") == 1
    run = scomm("--verify", "t.transcript", cwd=files)
    assert (run.code, run.err) == (0, "")
    (files / "t.transcript").write_text(written.replace("# error: told in the session\n", ""))
    assert scomm("--verify", "t.transcript", cwd=files).code == 4


def test_a_link_is_found_to_tables_that_are_opened(play, files):
    (files / "datapackage.json").write_text(
        '{"resources": [{"name": "mine", "path": "mine.csv", "schema": {"fields": [{"name": "place", '
        '"scomm": {"link": {"table": "states", "column": "code"}}}, {"name": "n", "type": "integer"}]}}]}'
    )
    assert play(".open .", "mine | total n by place.region").out == "region\tn\nSouth\t3\nWest\t4\n"
    text = (files / "datapackage.json").read_text()
    (files / "datapackage.json").write_text(text.replace('"states"', '"lands"'))
    assert "mine.place links to lands.code, which is not open; the link is left out" in play(".open .").err


def test_a_transcript_takes_the_place_of_no_file(play, files):
    (files / "kept").write_text("mine")
    run = play(".transcript on kept", ".transcript off", ".transcript")
    assert run.err.splitlines() == [
        "stdin:1:1: kept: is there already; name a new file.",
        "stdin:2:1: No transcript is being written.",
        "stdin:3:1: Write .transcript on FILE or .transcript off.",
    ]
    assert (files / "kept").read_text() == "mine"


def test_commands_stand_in_scripts_that_are_checked_laid_out_and_recorded(scomm, files):
    (files / "script.scq").write_text(".open mine.csv\nmine|count\n.tabels\n")
    run = scomm("--check", "script.scq", cwd=files)
    assert run.code == 2 and "There is no command .tabels. Did you mean .tables?" in run.err
    (files / "script.scq").write_text(".open mine.csv\nmine|count\n.tables\n")
    assert scomm("--check", "script.scq", cwd=files).code == 0
    assert scomm("--fmt", "script.scq", cwd=files).out == ".open mine.csv\nmine | count\n.tables\n"
    recorded = scomm("--record", "script.scq", cwd=files).out
    assert recorded.startswith("> .open mine.csv\nOpened: mine (2 columns)\n\n> mine|count\n")
    (files / "script.transcript").write_text(recorded)
    assert scomm("--verify", "script.transcript", cwd=files).code == 0


@pytest.mark.parametrize("line", [".last csv", ".last as csv", ".quit now", ".back two", ".results 3"])
def test_words_that_a_command_does_not_take_are_errors(scomm, line):
    run = scomm(text=f"states | count\n{line}\n")
    assert run.code == 2 and "stdin:2:1:" in run.err
