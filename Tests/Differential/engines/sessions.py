"""Many statements in one run of scomm, and what each of them said."""

import json
import subprocess


class Answer:
    """What a statement said: its data, and the messages of its errors as (code, text)."""

    def __init__(self, data, errors):
        self.data, self.errors = data, errors

    @property
    def is_refused(self):
        """Whether the engine's SQL cannot say it."""
        return any(code == "not-in-sql" for code, _ in self.errors)

    def __repr__(self):
        return f"{self.data[:200]!r} {self.errors}"


def ask(binary, blocks, arguments=(), environment=None, timeout=600):
    """Runs blocks of statements in one session; gives an answer for each.

    A query that reads no table, and one that is wrong, stand between them as marks: every engine says the
    same of those.
    """
    command = [binary, "--format", "tsv", "--keep-going", "--errors", "json", "--quiet", *map(str, arguments)]
    for number, block in enumerate(blocks):
        mark = f'calendar(1900..1900) | keep year | add mark = "end of {number}"'
        command += ["-c", block, "-c", mark, "-c", f"end_of_{number}"]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=timeout)
    assert done.returncode in (0, 1, 3, 4), (done.returncode, done.stderr[-500:])
    data, errors = done.stdout.decode(), done.stderr.decode()
    answers = []
    for number in range(len(blocks)):
        own, found, data = data.partition(f"year\tmark\n1900\tend of {number}\n")
        assert found, f"the answers end at block {number}: {errors[-800:]}"
        mine, found, errors = errors.partition(f"There is no table end_of_{number}")
        assert found
        rest = errors.index("\n") + 1
        errors = errors[rest:]
        messages = [json.loads(line) for line in mine.splitlines()[:-1] if line.startswith("{")]
        answers.append(Answer(own.strip("\n"), [(m.get("code"), m.get("message")) for m in messages]))
    return answers


def blocks_of(text):
    """The statements of a query file, in the blocks that empty lines make."""
    blocks = []
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if any(line.strip() for line in lines):
            blocks.append("\n".join(lines))
    return blocks
