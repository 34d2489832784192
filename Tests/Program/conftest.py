"""What the tests of the program on its command line share: a way to run it."""

import os
import subprocess

import pytest

from program import DATASETS, INTERNALS, REPOSITORY, Run


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """The variables that the program runs with: nothing of the tester's own taste."""
    state = str(tmp_path_factory.mktemp("state"))
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}
    return dict(kept, LANG="C.UTF-8", TERM="xterm-256color", SCOMM_DATASETS=str(DATASETS), XDG_STATE_HOME=state)


@pytest.fixture(scope="session")
def scomm(binary, environment):
    """Runs the program with arguments, data on its standard input, and variables."""

    def scomm(*args, text="", cwd=REPOSITORY, timeout=30, **variables):
        data = text.encode() if isinstance(text, str) else text
        command = [binary, *map(str, args)]
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=cwd, env={**environment, **variables}, timeout=timeout
        )
        run = Run(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        assert run.code in (0, 1, 2, 3, 4), run
        found = [word for word in INTERNALS if word in run.err]
        assert not found, (found, run.err[:500])
        return run

    return scomm
