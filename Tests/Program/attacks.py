"""Texts that try to leave the quotes of a statement, or to reach the shell that reads it."""

# What ends a line, a text, a name, a statement or a C string somewhere, or is invisible.
BREAKERS = [
    "\0", "\r", "\n", "\r\n", "\u2028", "\u2029", "\u0085", "\x1a", "\x1b[2J", "\x04", "\x7f", "\u00a0", "\ufeff",
    "\u200b", "\u202e", "\U0001f600", "'", '"', "`", "\\", "\\'", "\\\\'", "''", "'''", ";", "';", "--", "'--\n",
    "/*", "*/", "$$", "$x$", "${env:HOME}", "{", ":'USER'", "%s", "\0'", "'\0", "\0\n'", "\n'\n", "\r'\r",
]


def commands(mark):
    """What the shells of engines would run: each would leave the file `mark`, or a table less."""
    return [
        f".shell touch {mark}", f".system touch {mark}", f".output {mark}", f".once {mark}", f".log {mark}",
        f"\\! touch {mark}", f"\\o {mark}", f"!touch {mark};", f"; !touch {mark};", f"copy (select 1) to '{mark}';",
        "); drop table victim; --", "); select 1; --", ".quit", ".bail on", ".read /etc/hostname",
    ]


def texts(mark):
    """Breakers before, behind and around each command, and long texts of them."""
    made = [breaker for breaker in BREAKERS]
    for place, breaker in enumerate(BREAKERS):
        made += [f"a{breaker}{command}" for command in commands(mark)]
        command = commands(mark)[place % len(commands(mark))]
        made += [f"a'{breaker}\n{command}\n{breaker}'b", f"{breaker}{breaker}\n{command}"]
    return made + [command for command in commands(mark)] + long_texts(mark)


def long_texts(mark):
    return [
        "x" * 200_000 + "\0'\n.shell touch " + str(mark), "\0" * 5_000, "a\n" * 20_000, "'" * 20_001, "\r\n" * 3_000,
        "\\" * 10_001, "é\u2028" * 5_000,
    ]


def as_csv(rows, header="n,cell"):
    """The texts as a file of two columns: numbers, and the texts in quotes."""
    lines = [header] + ['%d,"%s"' % (n, text.replace('"', '""')) for n, text in enumerate(rows)]
    return ("\n".join(lines) + "\n").encode()
