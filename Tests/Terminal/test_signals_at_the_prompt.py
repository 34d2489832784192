"""What other programs and the system do to a shell: signals, jobs, a terminal that is gone."""

import os
import signal
import time

from harness import CTRL_C, CTRL_D, ENTER, PROMPT, UP, Shell

CTRL_Z = "\x1a"


def test_a_kill_loses_at_most_the_line_being_typed(start):
    shell = start()
    shell.enter("states | count")
    shell.wait_for_prompt()
    shell.send("events | cou")
    shell.wait_for("events | cou")
    os.kill(shell.child.pid, signal.SIGKILL)
    assert shell.wait_for_exit() == -signal.SIGKILL
    again = start()
    again.send(UP)
    again.wait_until(lambda: again.line().startswith(f"{PROMPT} states | count"))


def test_a_terminal_that_is_gone_ends_the_shell(start):
    shell = start()
    shell.send("states | ")
    shell.wait_for("states |")
    pid = shell.child.pid
    os.close(shell.child.child_fd)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        done, _ = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.02)
    assert done == pid
    shell.child.closed = True


def test_a_shell_that_was_stopped_goes_on_with_its_line(binary, state, tmp_path):
    """Ctrl-Z and fg, under a shell with job control."""
    folders = {"XDG_STATE_HOME": str(state), "XDG_CONFIG_HOME": str(tmp_path)}
    outer = Shell(["--norc", "--noprofile", "-i"], env={**folders, "PS1": "outer$ "}, binary="/bin/bash")
    try:
        outer.wait_for("outer$")
        outer.enter(binary)
        outer.wait_for(PROMPT)
        outer.send("states | whe")
        outer.wait_for("states | whe")
        outer.send(CTRL_Z)
        outer.wait_until(lambda: outer.line().startswith("outer$"))
        assert "Stopped" in outer.text()
        outer.enter("fg")
        outer.wait_until(lambda: outer.line().startswith(f"{PROMPT} states | whe"))
        outer.send(CTRL_C)
        outer.wait_until(lambda: outer.line() == PROMPT)
        outer.send("states | count" + ENTER)
        outer.wait_for("56 rows; a row is a state")
        outer.wait_until(lambda: outer.line() == PROMPT)
        outer.send(CTRL_D)
        outer.wait_until(lambda: outer.line().startswith("outer$"))
    finally:
        outer.close()
