"""Lessons outside of the prompt: --check, --fmt, --handout, --self-test, results, locks and exams, and what
docs/teaching.md says of them."""

import json
import os
import re
import subprocess

import pytest

from program import DATASETS, REPOSITORY

COURSE = REPOSITORY / "datasets/lessons/course.lesson"
COUNTIES = REPOSITORY / "examples/class/counties.lesson"
PAGE = REPOSITORY / "docs/teaching.md"
BLOCKS = re.compile(r"```console\n(.*?)```", re.S)
RIGHT = 'deportations | total removals by state | share | where state = "CA"'
WRONG = 'deportations | where state = "CA" | total removals by state | share'
LUCK = "deportations | total removals by state | share | top 1"


@pytest.fixture
def play(scomm, tmp_path):
    """Plays lines of a session; gives the run, and the attempts that were written down."""

    def play(*lines, options=(), **variables):
        file = tmp_path / "results.jsonl"
        options = options or ["--results", file]
        run = scomm("--keep-going", *options, text="\n".join(lines) + "\n", **variables)
        attempts = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return run, attempts

    return play


def test_every_lesson_of_the_repository_is_fine(scomm):
    run = scomm("--quiet", "--check", COURSE, COUNTIES, timeout=300)
    assert run.code == 0
    lines = run.err.splitlines()
    assert re.fullmatch(r".*course.lesson: 12 lessons, 59 exercises, \d+ queries: \d+ notes", lines[0])
    assert lines[1].endswith("counties.lesson: 1 lesson, 3 exercises, 5 queries: fine")
    assert len(lines) == 2


def test_lessons_are_in_the_canonical_layout(scomm):
    for path in [COURSE, COUNTIES]:
        assert scomm("--fmt", path).out == path.read_text()


def test_what_is_wrong_ends_the_check_with_its_place(scomm, tmp_path):
    file = tmp_path / "a.lesson"
    file.write_text(COUNTIES.read_text().replace("goal:", "gaol:").replace("| total population\n", "| totl population\n"))
    run = scomm("--check", file)
    assert run.code == 1
    assert f"{file}:3:1: There is no field gaol: Did you mean goal?" in run.err
    line = file.read_text().split("| totl")[0].count("\n") + 1
    assert f"{file}:{line}:46: This answer: does not run. There is no verb totl. Did you mean total?" in run.err
    absent = scomm("--check", tmp_path / "none.lesson")
    assert (absent.code, "No such file" in absent.err) == (4, True)


def test_a_wrong_answer_is_told_and_written_down(play):
    run, attempts = play(".lesson 4.2", WRONG, RIGHT)
    assert "Not yet. 100 percent of what?" in run.out
    assert "Right. 30.3 percent of all removals" in run.out
    assert [(line["verdict"], line["mistake"], line["found_by"]) for line in attempts] == [
        ("wrong", "condition-too-early", "teacher"),
        ("right", None, None),
    ]
    first = attempts[0]
    assert first["exercise"] == "4.2" and first["lesson"] == "4" and first["query"] == WRONG
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d\d", first["student"])
    assert first["student"] == attempts[1]["student"]
    assert set(first) == {
        "day", "time", "student", "course", "lesson", "exercise", "query", "verdict", "mistake", "found_by",
        "hints", "seconds", "data", "lesson_hash",
    }  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", first["day"]) and re.fullmatch(r"[\d:]{8}", first["time"])


def test_luck_is_told_and_an_exam_refuses_it(play, tmp_path):
    run, attempts = play(".lesson 4.2", LUCK, SCOMM_STUDENT="ana")
    assert "Right here, but by luck" in run.out
    assert (attempts[-1]["verdict"], attempts[-1]["student"]) == ("luck", "ana")
    options = ["--exam", "--results", tmp_path / "results.jsonl"]
    run, attempts = play(".lesson 4.2", LUCK, WRONG, ".hint", ".answer", options=options)
    assert attempts[-1]["verdict"] == "wrong" and attempts[-1]["mistake"] == "condition-too-early"
    assert run.out.count("Not yet.\n") == 2 and "percent of what" not in run.out
    assert "There are no hints in an exam." in run.err and "There are no answers in an exam." in run.err


def test_hints_answers_and_skips(play):
    run, attempts = play(".lesson 4.2", ".hint", ".hint", ".hint", ".answer", ".skip", ".lesson")
    assert "Hint 1 of 2: Which rows make the whole?" in run.out
    assert "Hint 2 of 2: total by state" in run.out
    assert "There is no more hint; .answer shows the answer." in run.out
    assert "The answer: " + RIGHT in run.out.replace("\n", " ")
    assert [line["verdict"] for line in attempts] == ["shown", "skipped"]
    assert attempts[0]["hints"] == 2
    assert re.search(r"Of what\? +5 +1 of 4", run.out)


def test_several_steps_are_one_answer(play):
    run, attempts = play(".lesson 4.2", "deportations | total removals by state;", "| share;", '| where state = "CA"')
    assert [line["verdict"] for line in attempts] == ["right"]
    assert run.out.count("So far it is right; the question asks for more.") == 2


def test_anything_may_be_asked_meanwhile(play):
    run, attempts = play(".lesson 4.2", "deportations | first 3", "stories | count by kind", ".tables", "deportations")
    assert attempts == [] and run.code == 0
    run, attempts = play(".lesson 4.2", "stories | count by kind", ".check")
    assert [line["verdict"] for line in attempts] == ["wrong"]


def test_what_the_shell_refuses_is_told_by_the_shell(play):
    run, attempts = play(".lesson 4.2", RIGHT.replace("share", "shaer"))
    assert "There is no verb shaer. Did you mean share?" in run.err
    assert "brings the repaired question; it is the right one." in run.out
    assert [line["verdict"] for line in attempts] == ["refused"]


def test_replies_and_choices(play):
    _, attempts = play(".lesson 2.3", "357")
    assert attempts[-1]["verdict"] == "wrong"
    _, attempts = play(".lesson 2.3", "7 rows")
    assert attempts[-1]["verdict"] == "right"
    _, attempts = play(".lesson 1.3", "a state in a")
    assert attempts[-1]["verdict"] == "right"
    run, attempts = play(".lesson 1.3", "9")
    assert "Type the number of a choice, 1 to 4." in run.err
    run, attempts = play(".lesson 12.2", "conflicting")
    assert attempts[-1]["mistake"] == "no-evidence"
    figures = 'figures | where place = "Boston" and measure = "removals" and as_of in 2011-07'
    run, attempts = play(".lesson 12.1", figures + " | keep level, value, source.publisher", ".lesson 12.2", "conflicting")
    assert [line["verdict"] for line in attempts[-2:]] == ["right", "right"]


def test_a_lock_lets_no_core_exercise_be_left_out(play, tmp_path):
    options = ["--lesson-lock", "--results", tmp_path / "results.jsonl"]
    run, attempts = play(".lesson 1.1", ".skip", ".lesson 1.2", ".lesson 4", options=options)
    assert "--lesson-lock lets no core exercise be left out." in run.err
    assert run.err.count("Exercise 1.1 comes first") == 2
    assert attempts == []
    run, _ = play(".lesson 1.1", "figures | count", ".lesson 1.2", options=options)
    assert "1.2 How many people?" in run.out


def test_without_a_lesson_its_commands_say_so(play):
    run, _ = play(".hint", ".skip", ".check", ".answer", ".again", ".lesson off", ".lesson 99", ".lesson none.lesson")
    assert run.err.count("No lesson is being played") == 6
    assert "There is no lesson 99." in run.err and "none.lesson: No such file" in run.err


def test_results_are_not_lost_silently(scomm, tmp_path):
    run = scomm("--results", tmp_path, text=".lesson 1.1\nfigures | count\n")
    assert "What you try is not kept." in run.err and "Right." in run.out
    os.mkfifo(tmp_path / "pipe")
    run = scomm("--results", tmp_path / "pipe", text=".lesson 1.1\nfigures | count\n")
    assert "What you try is not kept." in run.err and "Right." in run.out


def test_a_class_has_a_file_for_each_student(scomm, tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    for word in ["ana", "bo"]:
        scomm("--safe", "--class", folder, text=".lesson 1.1\nfigures | count\n", SCOMM_STUDENT=word)
    run = scomm("--safe", "--class", folder, text=".lesson 1.1\nfigures | count\n", SCOMM_STUDENT="../../x")
    assert re.search(r"You are [a-z]+-[a-z]+-\d\d\.", run.out)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 3 and {"ana.jsonl", "bo.jsonl"} < set(names)
    assert not (tmp_path / "x.jsonl").exists() and not (tmp_path.parent / "x.jsonl").exists()
    back = scomm("--safe", "--class", folder, text=".lesson\n", SCOMM_STUDENT="ana")
    assert "You are" not in back.out
    again = scomm("--safe", "--class", folder, text=".lesson 1.2\n.lesson\n", SCOMM_STUDENT="ana")
    assert re.search(r"What is a row\? +4 +1 of 4", again.out)


def test_safe_reads_no_lesson_and_writes_no_results(scomm, tmp_path):
    run = scomm("--safe", text=f".lesson {COUNTIES}\n")
    assert "--safe opens no files" in run.err and "Counties" not in run.out
    run = scomm("--safe", "--results", tmp_path / "r.jsonl", text=".lesson 1.1\nfigures | count\n")
    assert run.code == 2 and "--safe opens no files" in run.err
    assert not (tmp_path / "r.jsonl").exists()


def test_handouts(scomm):
    student = scomm("--handout", COUNTIES)
    teacher = scomm("--handout", COUNTIES, "--teacher")
    page = scomm("--handout", COUNTIES, "--teacher", "--format", "html")
    assert student.code == teacher.code == page.code == 0
    assert "## 1.3 Of what? (extra)" in student.out and "│ TX    │     254 │" in student.out
    for secret in ["Those are the counties of all states", "of what whole? Most of the class", "total population"]:
        assert secret not in student.out and secret in teacher.out and secret in page.out
    assert page.out.startswith("<!DOCTYPE html>") and "http" not in page.out and "<script" not in page.out
    course = scomm("--handout", COURSE, timeout=120)
    assert course.code == 0 and course.out.count("\n# ") == 11
    assert scomm("--handout", COUNTIES, "--format", "csv").code == 2


def test_the_self_test_says_what_is_fine_and_what_not(scomm, tmp_path):
    run = scomm("--self-test", XDG_STATE_HOME=str(tmp_path), timeout=120)
    assert run.code == 0
    assert "ok      course: the answers of 59 exercises are right" in run.out
    assert f"ok      results are kept in {tmp_path}/scomm/lessons/course.jsonl" in run.out
    (tmp_path / "file").write_text("")
    run = scomm("--self-test", XDG_STATE_HOME=str(tmp_path / "file"), timeout=120)
    assert run.code == 3 and "failed  results are kept in" in run.out


def test_the_page_says_what_its_commands_say(binary, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/scomm").symlink_to(binary)
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    variables = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    variables |= {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "SCOMM_DATASETS": str(DATASETS), "NO_COLOR": "1"}
    text = PAGE.read_text()
    assert len(BLOCKS.findall(text)) == 2
    for block in BLOCKS.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            done = subprocess.run(
                ["bash", "-c", command], cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=60
            )
            assert done.stdout == output, command
    (lesson,) = re.findall(r"```markdown\n(.*?)```", text, re.S)
    assert lesson == COUNTIES.read_text()


def test_the_class_that_never_was_is_as_its_transcript_says(scomm):
    folder = REPOSITORY / "examples/class"
    data = f"results={folder / 'results.jsonl'}"
    run = scomm("--data", data, "--verify", folder / "class.transcript")
    assert (run.code, run.err) == (0, "")
    assert scomm("--fmt", folder / "class.scq").out == (folder / "class.scq").read_text()
    made = scomm("--data", data, "--record", "examples/class/class.scq").out
    assert made == (folder / "class.transcript").read_text()


def test_a_lesson_in_a_transcript_plays_again(scomm, tmp_path):
    lines = [".lesson 4.2", WRONG, RIGHT, ".lesson 1.3", "a state in", ".lesson off"]
    (tmp_path / "l.scq").write_text("\n".join(lines) + "\n")
    recorded = scomm("--record", tmp_path / "l.scq", XDG_STATE_HOME=str(tmp_path))
    assert recorded.code == 0 and "Right. 30.3 percent of all removals" in recorded.out
    (tmp_path / "l.transcript").write_text(recorded.out)
    assert scomm("--verify", tmp_path / "l.transcript", SCOMM_STUDENT="bo").code == 0
    assert not (tmp_path / "scomm").exists(), "playing a transcript writes nothing down"


def test_words_of_other_data_are_told(scomm, tmp_path):
    file = tmp_path / "old.lesson"
    file.write_text(COUNTIES.read_text().replace("time: 6", "time: 6\ndata: 0.9.0"))
    words = "The words of these lessons were written on data 0.9.0; these are 1.1.0, so that numbers in them may differ."
    run = scomm("--check", file)
    assert run.code == 0 and words in run.err
    played = scomm(file, text="jurisdictions | count\n")
    assert words in played.err and "Lesson 1 of 1 · Counties" in played.out
    assert "Those are the counties of all states." in played.out


def test_a_lesson_writes_no_file(scomm, tmp_path):
    file = tmp_path / "hostile.lesson"
    query = 'states | first 1 | save "out.csv"'
    text = f"# 1. A\x1b[2J\n\ngoal: x\n\n    {query}\n\n## 1.1 B\n\nHow many?\n\nrun: {query}\nreply: 1\n"
    file.write_text(text)
    for run in [
        scomm(file, text=".lesson 1.1\n", cwd=tmp_path),
        scomm("--check", file, cwd=tmp_path),
        scomm("--handout", file, cwd=tmp_path),
    ]:
        assert run.code == 0 and "\x1b" not in run.err
    assert "\x1b" not in scomm(file, text="", cwd=tmp_path).out
    assert "saves no file when it is played" in scomm("--check", file, cwd=tmp_path).err
    assert not (tmp_path / "out.csv").exists()


def test_the_whole_course_can_be_played(scomm, tmp_path):
    """Every exercise is answered as its file says; each counts, and the list says that all are done."""
    lines = []
    for part in re.split(r"^## ", COURSE.read_text(), flags=re.M)[1:]:
        part = part.split("\n# ")[0]
        lines.append(".lesson " + part.split()[0])
        answer = re.search(r"^answer: (.*(?:\n  \|.*)*)", part, re.M)
        right = re.search(r"^reply: (.*)", part, re.M) or re.search(r"^choice: (.*) \*$", part, re.M)
        if answer:
            lines.append(answer[1].replace("\n  ", " ") + ";")
        else:
            lines.append(right[1])
    script = "\n".join(lines + [".lesson"]) + "\n"
    run = scomm("--quiet", "--keep-going", "--results", tmp_path / "r.jsonl", text=script, timeout=300)
    attempts = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [line["exercise"] for line in attempts if line["verdict"] != "right"] == []
    assert len(attempts) == 59
    assert re.search(r"Does the claim hold\? +9 +8 of 8", run.out)
