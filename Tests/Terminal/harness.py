"""A shell on a pseudo-terminal: keys in, screen out.

Nothing here sleeps: one waits for what the screen shows, up to a time-out.
"""

import os
import time

import pexpect
import pyte

TIMEOUT = 10.0

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
CTRL_A, CTRL_C, CTRL_D, CTRL_E, CTRL_R, CTRL_U = "\x01", "\x03", "\x04", "\x05", "\x12", "\x15"
ALT_ENTER = "\x1b\r"
ENTER, TAB = "\r", "\t"
PROMPT = "scomm>"


class Shell:
    """The program under test, and the screen that it draws.

    `env` is added to a small fixed environment; a value of None takes a variable away.
    """

    def __init__(self, args=(), columns=80, rows=24, env=None, binary=None):
        self.screen_columns, self.screen_rows = columns, rows
        self.terminal = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.terminal)
        self.bytes = b""
        self.exit_status = None
        self.submitted_at = 0
        self.child = pexpect.spawn(
            binary or os.environ["SCOMM"],
            list(args),
            env=environment(env or {}),
            dimensions=(rows, columns),
            timeout=TIMEOUT,
        )
        # The keys go out at once, as from a real keyboard.
        self.child.delaybeforesend = None

    # Keys

    def send(self, keys):
        """Presses keys; Enter is "\\r"."""
        if ENTER in keys or CTRL_C in keys:
            self.submitted_at = len(self.bytes)
        self.child.send(keys)

    def enter(self, line):
        """Types a line and presses Enter."""
        self.send(line + ENTER)

    def paste(self, text):
        """Pastes a block as terminals do that bracket it."""
        self.send("\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~")

    def resize(self, columns, rows):
        """Changes the size of the terminal."""
        self.terminal.resize(rows, columns)
        self.screen_columns, self.screen_rows = columns, rows
        self.child.setwinsize(rows, columns)

    # The screen

    def screen(self):
        """The lines of the screen without the blanks at their ends and the empty ones below."""
        lines = [line.rstrip() for line in self.terminal.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def text(self):
        """The screen as one text."""
        return "\n".join(self.screen())

    def line(self):
        """The line with the cursor."""
        return self.terminal.display[self.terminal.cursor.y].rstrip()

    def cursor(self):
        """Column and row of the cursor, from 0."""
        return self.terminal.cursor.x, self.terminal.cursor.y

    def colors_at(self, text):
        """The set of foreground colors in which the last occurrence of `text` stands."""
        for row in reversed(range(self.screen_rows)):
            column = self.terminal.display[row].rfind(text)
            if column >= 0:
                cells = self.terminal.buffer[row]
                return {cells[column + offset].fg for offset in range(len(text))}
        raise AssertionError(f"not on the screen: {text!r}\n{self.text()}")

    # Waiting

    def wait_until(self, condition, what="a condition", timeout=TIMEOUT):
        """Reads what comes until `condition()` holds, and fails with the screen if it does not."""
        deadline = time.monotonic() + timeout
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(left):
                # What came with the end of the program may have been what was waited for.
                if condition():
                    return
                why = "the program ended" if left > 0 else f"not within {timeout} s"
                raise AssertionError(f"waited for {what}: {why}\n--- screen\n{self.text()}\n---")

    def wait_for(self, text, timeout=TIMEOUT):
        """Waits until the screen shows `text`."""
        self.wait_until(lambda: text in self.text(), repr(text), timeout)

    def shows(self, text, within):
        """Whether the screen shows `text` at some time within so many seconds."""
        deadline = time.monotonic() + within
        while (left := deadline - time.monotonic()) > 0:
            if text in self.text() or not self._read(left):
                return text in self.text()
        return False

    def wait_for_line(self, line, timeout=TIMEOUT):
        """Waits until the line with the cursor is exactly `line`."""
        self.wait_until(lambda: self.line() == line, f"the line {line!r}", timeout)

    def wait_for_prompt(self, timeout=TIMEOUT):
        """Waits for a prompt that came after the last Enter or Ctrl-C, with nothing typed yet."""
        self.wait_until(
            lambda: PROMPT.encode() in self.bytes[self.submitted_at :]
            and self.line() == PROMPT
            and self.cursor()[0] == len(PROMPT) + 1,
            "an empty prompt",
            timeout,
        )

    def wait_for_exit(self, timeout=TIMEOUT):
        """Waits until the program ends and returns its exit status, negative for a signal."""
        deadline = time.monotonic() + timeout
        while self._read(max(0.0, deadline - time.monotonic())):
            if time.monotonic() > deadline:
                raise AssertionError(f"still running after {timeout} s\n{self.text()}")
        self.child.wait()
        self.child.close()
        signal = self.child.signalstatus
        self.exit_status = self.child.exitstatus if signal is None else -signal
        return self.exit_status

    def _read(self, timeout):
        """Feeds the screen with what comes next; false at the end of the program."""
        try:
            data = self.child.read_nonblocking(65536, timeout)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.bytes += data
        self.stream.feed(data)
        return True

    def close(self):
        """Kills the program if it still runs."""
        if not self.child.closed:
            self.child.close(force=True)


def environment(changes):
    """A small environment that is the same on every machine."""
    kept = ["PATH", "HOME", "SCOMM_DATASETS", "LD_LIBRARY_PATH"]
    result = {name: os.environ[name] for name in kept if name in os.environ}
    result.update(TERM="xterm-256color", LANG="C.UTF-8", INPUTRC="/dev/null")
    result.update(changes)
    return {name: value for name, value in result.items() if value is not None}
