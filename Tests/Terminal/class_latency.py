"""Measures how soon shells of a class answer that are asked at once: python class_latency.py SCOMM [SHELLS [SECONDS]].

Each shell has a pseudo-terminal of 80 columns and 24 rows, and is asked the same questions and exercises, with rests of
up to so many seconds between them; the table has milliseconds from Enter to the next prompt.
"""

import fcntl
import os
import pty
import random
import select
import statistics
import struct
import sys
import tempfile
import termios
import threading
import time

SHARE = "deportations | total removals by state | share"
LINES = [
    ("question", "states | count"),
    ("question", "deportations | total removals by state.region"),
    ("lesson", ".lesson 4.2"),
    ("first wrong answer", 'deportations | where state = "CA" | total removals by state | share'),
    ("later wrong answer", 'deportations | total removals by state | top 5 | share | where state = "CA"'),
    ("right answer", SHARE + ' | where state = "CA"'),
    ("Enter", ""),
    ("wrong answer to the next", "deportations | total removals"),
    ("right answer by another way", f'let fy = deportations | where fiscal_year = FY2014; fy | {SHARE[14:]} | where state = "MA"'),
]
BOUNDS = ["--safe", "--memory", "500M", "--timeout", "10s"]


class Shell:
    """A shell of one student."""

    def __init__(self, binary, folder, number):
        pid, self.file = pty.fork()
        if pid == 0:
            os.environ.update(TERM="xterm-256color", LANG="C.UTF-8", SCOMM_STUDENT=f"word{number}", XDG_STATE_HOME=folder)
            os.execv(binary, [binary, *BOUNDS, "--class", folder])
        self.pid = pid
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.wait()

    def wait(self):
        screen, end = b"", time.monotonic() + 20
        while b"scomm> " not in screen and b"lesson> " not in screen:
            if time.monotonic() > end:
                raise SystemExit(f"no prompt: {screen!r}")
            if select.select([self.file], [], [], 0.5)[0]:
                screen += os.read(self.file, 1 << 16)

    def ask(self, line):
        """Milliseconds from Enter to the next prompt."""
        os.write(self.file, line.encode())
        time.sleep(0.25)
        while select.select([self.file], [], [], 0.02)[0]:
            os.read(self.file, 1 << 16)
        start = time.perf_counter()
        os.write(self.file, b"\r")
        self.wait()
        return (time.perf_counter() - start) * 1000

    def end(self):
        os.write(self.file, b".quit\r")
        time.sleep(0.2)
        os.close(self.file)
        os.waitpid(self.pid, 0)


def main(binary, shells=25, rest=3.0):
    waits = {kind: [] for kind, _ in LINES}

    def play(folder, number):
        shell = Shell(binary, folder, number)
        for kind, line in LINES:
            time.sleep(random.random() * rest)
            waits[kind].append(shell.ask(line))
        shell.end()

    with tempfile.TemporaryDirectory() as folder:
        students = [threading.Thread(target=play, args=(folder, number)) for number in range(shells)]
        for student in students:
            student.start()
        for student in students:
            student.join()
    print("| what is asked | median | 95 of 100 | longest |\n|---|---:|---:|---:|")
    for kind, all_waits in waits.items():
        ordered = sorted(all_waits)
        late = ordered[int(len(ordered) * 0.95) - 1]
        print(f"| {kind} | {statistics.median(ordered):.1f} | {late:.1f} | {ordered[-1]:.1f} |")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), *[int(text) for text in sys.argv[2:3]], *[float(text) for text in sys.argv[3:4]])
