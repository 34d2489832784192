"""Transcripts: what fails in one is said, unless a comment announces it; commands stand in them, too."""

import pytest

FINE = "# How many?\nstates | count\n"
ANNOUNCED = "# error: there is no column nam\nstates | where nam = \"MA\" | count\n"


@pytest.fixture
def transcript(scomm, tmp_path):
    """Records a script, and gives the run, and that of verifying what was written."""

    def transcript(source):
        (tmp_path / "q.scq").write_text(source)
        recorded = scomm("--record", "q.scq", cwd=tmp_path, SOURCE_DATE_EPOCH="1000000000")
        (tmp_path / "q.transcript").write_text(recorded.out)
        verified = scomm("--verify", "q.transcript", cwd=tmp_path, SOURCE_DATE_EPOCH="1000000000")
        return recorded, verified

    return transcript


def test_what_runs_is_recorded_and_holds(transcript):
    recorded, verified = transcript(FINE)
    assert (recorded.code, recorded.err, verified.code, verified.err) == (0, "", 0, "")
    assert recorded.out.startswith("# How many?\n> states | count\n")


@pytest.mark.parametrize(
    "statement,code",
    [
        ('states | where nam = "MA" | count', 1),
        ("states | | count", 1),
        ("states | assert count() = 3 | count", 3),
        (".about nothing-of-this-name", 2),
        ("param year", 2),
    ],
)
def test_an_error_that_no_comment_announces_is_one(transcript, statement, code):
    recorded, verified = transcript(FINE + "\n" + statement + "\n\n" + FINE)
    assert recorded.code == verified.code == code
    assert recorded.err.startswith("q.scq:4:1: This fails. Correct it; or, where its error is to be shown")
    line = recorded.out.splitlines().index("> " + statement) + 1
    assert verified.err.startswith(f"q.transcript:{line}:1: This fails.")
    assert recorded.out.count("> states | count") == 2


def test_an_error_that_a_comment_announces_is_shown(transcript):
    recorded, verified = transcript(FINE + "\n" + ANNOUNCED + "\n" + FINE)
    assert (recorded.code, recorded.err, verified.code, verified.err) == (0, "", 0, "")
    assert "1. There is no column nam. Did you mean name?" in recorded.out


def test_an_error_that_does_not_come_is_told(transcript):
    recorded, verified = transcript("# error: this holds\nstates | count\n")
    assert recorded.code == verified.code == 3
    assert "q.scq:2:1: The comment above this announces an error, but there was none." in recorded.err
    assert "q.transcript:2:1: " in verified.err


def test_an_announcement_is_for_one_statement(transcript):
    recorded, _ = transcript(ANNOUNCED + 'states | where nme = "MA"\n')
    assert recorded.code == 1 and recorded.err.count("This fails") == 1 and recorded.err.startswith("q.scq:3:1: ")


def test_commands_stand_in_transcripts(transcript):
    recorded, verified = transcript("deportations | total removals\n.sources\n.cite\n")
    assert (recorded.code, verified.code) == (0, 0), verified.err
    assert "> .sources\n" in recorded.out and "> .cite\n" in recorded.out and "Date: 2001-09-09" in recorded.out


def test_a_difference_is_told_before_errors(scomm, tmp_path):
    (tmp_path / "q.transcript").write_text("> states | count\n\n> states | where nam = 1\n")
    run = scomm("--verify", "q.transcript", cwd=tmp_path)
    assert run.code == 3 and run.err.startswith("q.transcript:2:1: The transcript says:")


def test_what_saves_verifies_whatever_was_there_and_writes_nothing(transcript, tmp_path):
    source = 'states | first 2 | save "a.csv"\n.notebook page.md\nstates | count\n'
    (tmp_path / "a.csv").write_text("mine\n")
    recorded, verified = transcript(source)
    assert (recorded.code, verified.code, verified.err) == (0, 0, "")
    (tmp_path / "a.csv").unlink()
    recorded, verified = transcript(source)
    (tmp_path / "a.csv").unlink()
    assert verified.code == 0 and not (tmp_path / "page.md").exists()


def test_parameters_of_a_transcript_are_set(scomm, tmp_path):
    (tmp_path / "p.scq").write_text("param n = 3\nstates | first $n | count\n")
    run = scomm("--set", "n=7", "--record", "p.scq", cwd=tmp_path)
    assert run.code == 0 and "│       7 │" in run.out
    (tmp_path / "p.transcript").write_text(run.out)
    assert scomm("--verify", "p.transcript", cwd=tmp_path).code == 3
    assert scomm("--set", "n=7", "--verify", "p.transcript", cwd=tmp_path).code == 0
    assert scomm("--set", "m=7", "--record", "p.scq", cwd=tmp_path).code == 2


def test_a_pipe_of_queries_is_read_once(scomm, tmp_path):
    run = scomm("--set", "n=7", "--record", "/dev/stdin", text="param n = 3\nstates | first $n | count\n")
    assert run.code == 0 and "│       7 │" in run.out
