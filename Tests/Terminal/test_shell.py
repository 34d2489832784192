"""What people meet at the prompt, seen on a pseudo-terminal."""

import re
import stat

import pytest

from harness import (
    ALT_ENTER,
    CTRL_A,
    CTRL_C,
    CTRL_D,
    CTRL_E,
    CTRL_R,
    CTRL_U,
    DOWN,
    ENTER,
    PROMPT,
    TAB,
    UP,
)

# A query over the shipped data, and what its result shows.
QUERY, RESULT = "states | count", "56"


def ask(shell, query=QUERY, result=RESULT):
    """Enters a query and waits for its result and the next prompt."""
    shell.enter(query)
    shell.wait_for_prompt()
    assert result in shell.text()


def leave(shell):
    """Leaves with Ctrl-D on the empty line; the exit status is 0."""
    shell.send(CTRL_D)
    assert shell.wait_for_exit() == 0


def test_a_query_is_answered(shell):
    ask(shell)


def test_up_recalls_the_last_statement(shell):
    ask(shell)
    shell.send(UP)
    shell.wait_for_line(f"{PROMPT} {QUERY}")
    shell.send(DOWN)
    shell.wait_for_line(PROMPT)


def test_ctrl_r_searches_the_history(shell):
    ask(shell)
    shell.send(CTRL_R + "sta")
    shell.wait_for("(reverse-i-search)`sta': " + QUERY)
    shell.send(CTRL_E)
    shell.wait_for_line(f"{PROMPT} {QUERY}")


@pytest.mark.parametrize("leave_with", ["quit", "exit", ".quit"])
def test_words_leave(shell, leave_with):
    shell.enter(leave_with)
    assert shell.wait_for_exit() == 0


def test_ctrl_d_leaves_an_empty_line(shell):
    leave(shell)


def test_help_needs_no_dot(shell):
    shell.enter("help")
    shell.wait_for("where")


def test_tab_completes_a_table(shell):
    shell.send("jurisd" + TAB)
    shell.wait_for_line(f"{PROMPT} jurisdictions")


def test_tab_completes_a_verb_after_the_bar(shell):
    shell.send("states | whe" + TAB)
    shell.wait_for(f"{PROMPT} states | where")


def test_tab_completes_a_column(shell):
    shell.send("states | where popul" + TAB)
    shell.wait_for_line(f"{PROMPT} states | where population")


def test_tab_ignores_case(shell):
    shell.send("states | where POPUL" + TAB)
    shell.wait_for_line(f"{PROMPT} states | where population")


def test_tab_completes_a_value_with_its_quotes(shell):
    shell.send('states | where name = "Calif' + TAB)
    shell.wait_for(f'{PROMPT} states | where name = "California"')


def test_tab_quotes_names_that_need_it(start, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("2020,by,a.b\n1,2,left\n")
    shell = start("--no-cache", str(own))
    shell.send("own | keep 20" + TAB)
    shell.wait_for_line(f"{PROMPT} own | keep `2020`")
    shell.send(CTRL_U + "own | where `a.b` = \"l" + TAB)
    shell.wait_for_line(f"{PROMPT} own | where `a.b` = \"left\"")


def test_tab_completes_a_dialect(shell):
    shell.send("explain sql for post" + TAB)
    shell.wait_for_line(f"{PROMPT} explain sql for postgres")


def test_tab_lists_what_is_possible(shell):
    shell.send("st" + TAB + TAB)
    shell.wait_for("stories")
    assert "states" in shell.text()
    shell.wait_until(lambda: shell.line() == f"{PROMPT} st", "the line again below the list")


def test_tab_never_offers_files(shell, tmp_path):
    shell.send("/et" + TAB + TAB + "x")
    shell.wait_for_line(f"{PROMPT} /etx")


def test_a_trailing_bar_continues(shell):
    shell.enter("states |")
    shell.wait_until(lambda: shell.line().strip() == "...", "a continuation line")
    shell.enter("count")
    shell.wait_for_prompt()
    assert RESULT in shell.text()


def test_up_recalls_all_lines_of_a_statement(shell):
    shell.send("states |" + ENTER + "count" + ENTER)
    shell.wait_for_prompt()
    shell.send(CTRL_U + UP)
    shell.wait_until(lambda: shell.line().endswith("... count"), "the second line")
    assert shell.screen()[-2] == f"{PROMPT} states |"


def test_up_moves_inside_a_statement_that_was_edited(shell):
    ask(shell)
    shell.send("states |" + ENTER + "count" + UP + CTRL_A + "#")
    shell.wait_until(lambda: shell.screen()[-2] == f"{PROMPT} #states |", "an edited first line")


def test_alt_enter_begins_a_line(shell):
    shell.send("states" + ALT_ENTER + "| count" + ENTER)
    shell.wait_for_prompt()
    assert RESULT in shell.text()


def test_ctrl_c_clears_the_line(shell):
    shell.send("states | nonsense" + CTRL_C)
    shell.wait_for_prompt()
    assert f"{PROMPT} states | nonsense^C" in shell.screen()
    ask(shell)


def test_ctrl_c_clears_a_statement_of_several_lines(shell):
    shell.send("states |" + ENTER + "where" + CTRL_C)
    shell.wait_for_prompt()
    ask(shell)


def test_a_pasted_block_is_one_statement(shell):
    shell.paste("states\n| count\n")
    shell.wait_for("... | count")
    shell.send(ENTER)
    shell.wait_for_prompt()
    shell.send(UP)
    shell.wait_until(lambda: shell.line().endswith("... | count"), "the block again")
    assert shell.screen()[-2] == f"{PROMPT} states"


def test_history_outlives_the_shell(start, state):
    shell = start()
    ask(shell)
    shell.send("states |" + ENTER + "count" + ENTER)
    shell.wait_for_prompt()
    leave(shell)
    assert stat.S_IMODE((state / "scomm" / "history").stat().st_mode) == 0o600
    shell = start()
    shell.send(UP)
    shell.wait_until(lambda: shell.line().endswith("... count"), "the last statement")
    shell.send(UP)
    shell.wait_for_line(f"{PROMPT} {QUERY}")


def test_two_sessions_lose_nothing(start, state):
    one, other = start(), start()
    ask(one, "states | count")
    ask(other, "states |  count")
    ask(one, "states |   count")
    leave(other)
    leave(one)
    lines = (state / "scomm" / "history").read_text().splitlines()
    assert lines[1::2] == ["states | count", "states |  count", "states |   count"]


def test_equal_statements_are_one_entry(start, state):
    shell = start()
    ask(shell)
    ask(shell)
    leave(shell)
    assert (state / "scomm" / "history").read_text().count(QUERY) == 1


def test_what_is_typed_is_colored(shell):
    shell.send("states | where")
    shell.wait_for("where")
    shell.wait_until(lambda: "default" not in shell.colors_at("where"), "a colored verb")
    assert len(shell.colors_at("where")) == 1


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_color_no_escape_sets_one(start, variables):
    shell = start(**variables)
    ask(shell)
    leave(shell)
    assert not re.search(rb"\x1b\[[0-9;]+m", shell.bytes)


def test_a_dumb_terminal_gets_no_escapes(start):
    shell = start(TERM="dumb")
    shell.enter("states |")
    shell.wait_for(f"{PROMPT} states | ...")
    shell.enter("count")
    shell.wait_until(lambda: shell.line() == PROMPT, "a prompt")
    leave(shell)
    assert b"\x1b" not in shell.bytes


@pytest.mark.parametrize("columns", [20, 30, 80])
def test_long_statements_wrap(start, columns):
    shell = start(columns=columns)
    shell.send("\x0c")
    shell.wait_until(lambda: shell.text().startswith(PROMPT), "the prompt in the first row")
    text = 'states | where name = "California" or name = "Nevada"'
    shell.send(text)
    shown = f"{PROMPT} {text}"
    rows = [shown[at : at + columns].rstrip() for at in range(0, len(shown), columns)]
    shell.wait_until(
        lambda: len(shell.screen()) >= len(rows) and shell.screen()[: len(rows) - 1] == rows[:-1],
        "the rows but the last",
    )
    shell.wait_until(lambda: shell.screen()[len(rows) - 1].startswith(rows[-1]), "the last row")
    shell.send(CTRL_A + "#")
    shell.wait_for(f"{PROMPT} #stat")


def test_a_resize_keeps_the_line(shell):
    ask(shell)
    before = shell.screen()
    shell.send("states | where")
    shell.wait_for(f"{PROMPT} states | where")
    shell.resize(60, 24)
    shell.send(" x")
    shell.wait_for(f"{PROMPT} states | where x")
    shell.resize(100, 24)
    shell.send("y")
    shell.wait_for(f"{PROMPT} states | where xy")
    assert shell.text().count("states | where") == 1
    shell.send(CTRL_C)
    shell.wait_for_prompt()
    assert shell.screen()[: len(before) - 1] == before[:-1]


def test_tab_reads_a_large_file_meanwhile(start, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("place,n\n" + "".join(f"town {row % 40},{row}\n" for row in range(120_000)))
    shell = start("--no-cache", str(own))
    shell.send("own | whe" + TAB)
    shell.wait_for(f"{PROMPT} own | where")
    shell.send("pla" + TAB)
    shell.wait_for_line(f"{PROMPT} own | where place")
    # The values are there once the column was read; until then Tab does nothing.
    shell.send('= "town 17')
    for _ in range(100):
        shell.send(TAB)
        try:
            shell.wait_for_line(f'{PROMPT} own | where place = "town 17"', timeout=0.1)
            break
        except AssertionError:
            continue
    assert shell.line() == f'{PROMPT} own | where place = "town 17"'
    shell.enter(" | count")
    shell.wait_for("3,000")


def test_a_question_is_offered_as_a_query_and_back_leads_to_the_result_before(shell):
    shell.enter("how many counties are there in texas")
    shell.wait_for_prompt()
    assert 'jurisdictions | where state = "TX" | count' in shell.text()
    shell.send(UP + ENTER)
    shell.wait_for_prompt()
    assert "254" in shell.text()
    ask(shell, "states | where population < 0", "left none of 56; .back brings back")
    ask(shell, ".back", "│ code │ name")


def start_file(tmp_path, text):
    """Writes the commands that every shell begins with."""
    folder = tmp_path / "config" / "scomm"
    folder.mkdir(parents=True)
    (folder / "rc").write_text(text)


def test_a_shell_begins_with_the_commands_of_its_user(start, tmp_path):
    start_file(tmp_path, "# mine\n.format markdown\nlet west = states | where region = \"West\"\n")
    shell = start()
    ask(shell, "west | count", "| 13 |")
    ask(start("--no-rc"), "states | count by region", "┌")
    quiet = start("--safe")
    ask(quiet, "states | count by region", "┌")


def test_an_error_in_the_user_s_commands_is_told_with_its_place(start, tmp_path):
    start_file(tmp_path, ".format markdwn\n")
    shell = start()
    # The file's path may fill a line of the screen: the error is wrapped wherever it ends.
    assert "rc:1:1:Thereisnoformatmarkdwn." in "".join(shell.text().split())
    ask(shell)


def test_scripts_never_read_the_user_s_commands(start, tmp_path):
    start_file(tmp_path, ".format markdown\n")
    shell = start("-c", QUERY, prompt=False)
    assert shell.wait_for_exit() == 0
    assert "┌" in shell.text()


def test_plain_answers_are_sentences(start):
    shell = start(SCOMM_PLAIN="1")
    ask(shell, "states | count by region", "region Northeast, n 9.")
    shell.enter("states | were code = \"MA\"")
    shell.wait_for_prompt()
    assert "at word 3, were:" in shell.text()
    assert "Fixed, by the up arrow:" in shell.text()
    assert not set("─│┌^·") & set(shell.text())
    assert shell.colors_at("Northeast") == {"default"}


SCREENS = [
    "deportations | total removals by fiscal_year, state | first 40",
    "jurisdictions",
    "claims",
    "events | count by kind, year(date) | pivot kind",
    'claims | where place = "Boston" and unit = "percent" | keep id, as_of, value, statement',
    "sources | first 15",
    "states | describe",
]


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
@pytest.mark.parametrize("query", SCREENS)
def test_a_result_never_pushes_its_heading_off_the_screen(start, query, size):
    shell = start(columns=size[0], rows=size[1])
    shell.enter(query)
    shell.wait_for_prompt()
    lines = shell.screen()
    assert any(line.startswith("┌") for line in lines), shell.text()
    assert all(len(line) <= size[0] for line in lines)


def test_columns_of_one_value_leave_first_and_are_told(start):
    shell = start()
    shell.enter('figures | where place = "Boston" and precision = "month"')
    shell.wait_for_prompt()
    heading = next(line for line in shell.screen() if line.startswith("│ id"))
    assert "value" in heading and "place" not in heading and "precision" not in heading
    assert "precision (month in all rows)" in shell.text().replace("\n", " ")


def test_a_long_row_stands_upright_and_fits(start):
    shell = start()
    shell.enter("stories | where story = \"2006-boston-pilot\"")
    shell.wait_for_prompt()
    assert any(line.startswith("story ") for line in shell.screen()), shell.text()


def test_the_rows_of_a_query_are_told_while_it_is_typed(start):
    shell = start()
    shell.send("states | where region = \"West\"")
    shell.wait_for("\"West\"   13 rows")
    shell.send(" | coun")
    shell.wait_until(lambda: "13 rows" not in shell.text())
    shell.send("t" + ENTER)
    shell.wait_for_prompt()
    assert "count   " not in shell.text() and "13 rows; a row is a state" in shell.text()
    shell.enter(".preview off")
    shell.wait_for_prompt()
    shell.send("verdicts ")
    assert not shell.shows("24 rows", within=0.7)


@pytest.mark.parametrize("given", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"SCOMM_PLAIN": "1"}])
def test_nothing_is_told_behind_a_line_without_color(start, given):
    shell = start(**given)
    shell.send("verdicts ")
    assert not shell.shows("24 rows", within=0.7)


@pytest.mark.parametrize("page", ["share", "map", "around"])
def test_pages_of_the_help_quote_results_without_styles(start, page):
    shell = start(rows=60)
    shell.enter(f".help {page}")
    shell.wait_for_prompt()
    assert "␛" not in shell.text()


def test_words_of_commands_are_not_broken(start):
    shell = start()
    shell.enter(".foo")
    shell.wait_for_prompt()
    words = {word for line in shell.screen() for word in line.split()}
    assert {".help", ".transcript", ".notebook", ".lesson", ".format"} <= words
