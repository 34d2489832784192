"""The prompt over another engine: completion, Ctrl-C, an error, and going on after the engine was away."""

import os
import signal
import time

import pytest

from harness import CTRL_C, TAB

ENGINES = ["sqlite", "duckdb", pytest.param("postgres", marks=pytest.mark.server)]

# A query that no engine finishes while the test lasts.
ENDLESS = (
    "jurisdictions | join (jurisdictions) every | join (detention) every"
    " | join (events) every | summarize max(events_state)"
)


@pytest.fixture(params=ENGINES)
def engine(request):
    return request.getfixturevalue(request.param)


def test_answers_say_who_gave_them(start, engine):
    shell = start(engine)
    shell.enter("deportations | total removals by state.region")
    shell.wait_for("185,367")
    shell.wait_for("answered by")


def test_values_are_completed_with_their_counts(start, engine):
    shell = start(engine)
    shell.send('events | where kind = "a')
    shell.send(TAB + TAB)
    shell.wait_for("announcement")
    assert "rows)" in shell.text()


def test_ctrl_c_stops_a_query_and_the_shell_lives_on(start, engine):
    stop_with_ctrl_c(start(engine), engine, patience=10)


@pytest.mark.server
def test_ctrl_c_stops_a_query_of_spark(start, spark):
    stop_with_ctrl_c(start(spark, patience=120), spark, patience=60)


def stop_with_ctrl_c(shell, engine, patience):
    """The prompt is there again at once; the next answer may take some seconds where engines are slow."""
    shell.enter(ENDLESS)
    time.sleep(1.5)
    began = time.monotonic()
    shell.send(CTRL_C)
    shell.wait_for("Stopped.", timeout=5)
    took = time.monotonic() - began
    print(f"{engine.name}: stopped after {took * 1000:.0f} ms")
    assert took < 3
    shell.wait_for_prompt()
    shell.enter("deportations | count")
    shell.wait_until(lambda: "357" in shell.text() or "starts it again" in shell.text(), "an answer", patience)
    if "starts it again" in shell.text():
        # Spark sometimes goes on with a join that it was told to stop, and is ended.
        assert engine.name == "spark"
        shell.wait_for_prompt()
        shell.enter("deportations | count")
        shell.wait_for("357", timeout=2 * patience)


def test_a_line_goes_on_from_the_last_result_here(start, engine):
    shell = start(engine)
    shell.enter("deportations | total removals by state")
    shell.wait_for("WY")
    shell.wait_for_prompt()
    shell.enter("| top 1 by removals")
    shell.wait_for("1 of 51 rows")


def test_a_password_stays_off_the_screen(binary, environment):
    import pexpect

    address = "postgres://reader:sesame@127.0.0.1:1/record"
    child = pexpect.spawn(binary, ["--engine", address], env=environment, timeout=20)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 4
    assert b"sesame" not in child.before


@pytest.mark.server
def test_a_server_stopped_in_the_middle_is_told_and_reached_again(start, server, postgres):
    shell = start(postgres, columns=160)
    shell.enter(ENDLESS)
    time.sleep(1)
    server.stop("immediate")
    try:
        shell.wait_for("PostgreSQL broke off", timeout=15)
        shell.wait_for_prompt()
        shell.enter("deportations | count")
        shell.wait_for("Connection refused", timeout=15)
    finally:
        server.start()
    shell.wait_for_prompt()
    shell.enter("deportations | total removals by state.region")
    shell.wait_for("185,367", timeout=15)


@pytest.mark.server
def test_a_table_dropped_meanwhile_is_told(start, server, postgres):
    server.sql("create table fleeting as select 1 as a")
    shell = start(postgres)
    server.sql("drop table fleeting")
    shell.enter("fleeting")
    shell.wait_for('fleeting" does not exist')
    shell.wait_for_prompt()
    shell.enter("deportations | count")
    shell.wait_for("357")


def test_duckdb_killed_is_started_again(start, duckdb):
    shell = start(duckdb)
    for process in children(shell.child.pid):
        os.kill(process, signal.SIGKILL)
    shell.enter("deportations | count")
    shell.wait_for("DuckDB ended")
    shell.wait_for_prompt()
    shell.enter("deportations | count")
    shell.wait_for("357")


def children(parent):
    """The processes that a process started."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            status = open(f"/proc/{name}/stat").read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(status[1]) == parent:
            found.append(int(name))
    return found
