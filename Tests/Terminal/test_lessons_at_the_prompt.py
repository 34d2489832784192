"""Lessons at the prompt: 80 columns and 24 rows, without color."""

from harness import CTRL_D, ENTER, TAB, UP

LESSON = "lesson>"
RIGHT = 'deportations | total removals by state | share | where state = "CA"'


def wait_for_lesson(shell):
    """Waits for an empty prompt of a lesson that came after the last Enter."""
    shell.wait_until(
        lambda: LESSON.encode() in shell.bytes[shell.submitted_at :] and shell.line() == LESSON,
        "the prompt of a lesson",
        30,
    )


def enter(shell, line):
    shell.enter(line)
    wait_for_lesson(shell)


def test_a_lesson_from_its_beginning(start):
    shell = start(NO_COLOR="1")
    enter(shell, ".lesson 4")
    assert "Lesson 4 of 12 · Of what?                                              5 minutes" in shell.screen()
    assert "│ activation   │      91 │   33.6% │" in shell.screen()
    assert "Enter goes on." in shell.screen()
    assert all(len(line) <= 80 for line in shell.screen())
    enter(shell, "")
    assert "Lesson 4 of 12 · 4.1 Years                                  exercise 1 of 2 core" in shell.screen()
    enter(shell, "deportations | total removals by fiscal_year | share")
    assert "Right. Enter goes on, .again repeats." in shell.screen()
    enter(shell, "")
    assert "Lesson 4 of 12 · 4.2 California                             exercise 2 of 2 core" in shell.screen()
    shell.enter(".lesson off")
    shell.wait_for_prompt()


def test_enter_does_not_leave_an_exercise(start):
    shell = start()
    enter(shell, ".lesson 4.2")
    enter(shell, "")
    enter(shell, "")
    assert shell.text().count("exercise 2 of 2 core") == 1
    assert "4.3" not in shell.text()


def test_the_exercise_stays_in_view_after_long_output(start):
    shell = start(NO_COLOR="1")
    enter(shell, ".lesson 4.2")
    for long in ["deportations", ".describe jurisdictions", ".help"]:
        enter(shell, long)
        assert "Which share of all removals came from California (CA)? One row." in shell.screen(), long
        assert shell.screen()[-1] == LESSON


def test_a_wrong_answer_is_told_in_order(start):
    shell = start(NO_COLOR="1")
    enter(shell, ".lesson 2.2")
    wrong = 'deportations | where state = "ME" | total removals'
    enter(shell, wrong)
    assert "Not yet. 12 is not what is asked for. .hint nudges (0 of 2)." in shell.screen()
    enter(shell, wrong)
    assert "You asked for state" in shell.text()


def test_the_history_of_lessons_is_their_own(start, state):
    shell = start()
    shell.enter("states | count")
    shell.wait_for_prompt()
    enter(shell, ".lesson 1.1")
    enter(shell, "figures | count")
    shell.send(UP)
    shell.wait_for_line(LESSON + " figures | count")
    shell.send(UP + UP)
    shell.wait_for_line(LESSON + " figures | count")
    enter(shell, "")
    enter(shell, "states | first 1")
    shell.enter(".lesson off")
    shell.wait_for_prompt()
    shell.send(UP + UP)
    shell.wait_for_line("scomm> states | count")
    assert "figures" not in (state / "scomm/history").read_text()
    assert "figures | count" in (state / "scomm/history-lessons").read_text()


def test_the_repair_that_is_right_is_one_key_away(start):
    shell = start()
    enter(shell, ".lesson 4.2")
    enter(shell, RIGHT.replace("share", "shaer"))
    assert "↑ brings the repaired question; it is the right one." in shell.text()
    shell.send(UP)
    shell.wait_for_line(LESSON + " " + RIGHT)
    enter(shell, "")
    assert "Right. 30.3 percent" in shell.text()


def test_a_course_is_taken_up_where_it_was_left(start, state):
    shell = start()
    enter(shell, ".lesson 1.1")
    enter(shell, "figures | count")
    shell.send(CTRL_D)
    shell.wait_for_exit()
    assert (state / "scomm/lessons/course.jsonl").exists()
    again = start()
    again.enter(".lesson")
    again.wait_for("1 of 4")


def test_a_file_is_played_from_the_command_line(start, tmp_path):
    file = tmp_path / "one.lesson"
    file.write_text("# 1. One\n\ngoal: You can.\n\n## 1.1 States [core]\n\nHow many?\n\nanswer: states | count\n")
    shell = start(str(file), prompt=False)
    shell.wait_for(LESSON)
    assert "1.1 States" in shell.text()
    enter(shell, "states | count")
    assert "Right. Enter goes on, .again repeats." in shell.text()
    enter(shell, "")
    assert "That was the last exercise of one." in shell.text()


def test_tab_completes_lessons(start):
    shell = start()
    shell.send(".lesson cou" + TAB)
    shell.wait_for_line("scomm> .lesson course")


def test_what_is_to_be_mended_stands_at_the_prompt(start, tmp_path):
    file = tmp_path / "mend.lesson"
    file.write_text(
        "# 1. Mend\n\ngoal: You can mend.\n\n## 1.1 A word [core]\n\nHow many states are there?\n\n"
        "answer: states | count\nstart: states | coun\nhint: A letter.\n"
    )
    shell = start(str(file), prompt=False)
    shell.wait_until(lambda: shell.line() == f"{LESSON} states | coun")
    shell.send("t" + ENTER)
    shell.wait_until(lambda: "Right." in shell.text())
    shell.wait_until(lambda: shell.line() == LESSON)
