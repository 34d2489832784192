"""The program alone: one file, in a folder with nothing else, on a machine with nothing else."""

import os
import shutil
import struct
import subprocess

import pytest

from program import DATASETS


@pytest.fixture
def alone(binary, tmp_path):
    """Runs a copy of the program in an empty folder, without variables; as root of it if `chroot` is set."""
    copy = tmp_path / "scomm"
    shutil.copy(binary, copy)

    def run(*args, chroot=False, **variables):
        def enter():
            os.chroot(tmp_path)
            os.chdir("/")

        command = ["/scomm" if chroot else str(copy), *args]
        enter = enter if chroot else None
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env=variables, timeout=30, preexec_fn=enter
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_answers_from_the_record_in_it(alone):
    code, out, err = alone("-c", "deportations | total removals")
    assert (code, out) == (0, "removals\n406383\n") and "sources: urban-2022" in err


def test_the_hash_is_that_of_the_folder(alone, scomm):
    assert alone("--version")[1] == scomm("--datasets", DATASETS, "--version").out


def test_every_table_is_in_it(alone, scomm):
    assert alone("-c", "tables")[1] == scomm("--datasets", DATASETS, "-c", "tables").out


def test_folders_above_it_are_not_searched(alone, tmp_path):
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "datapackage.json").write_text("{")
    assert alone("-c", "states | count")[0] == 0


def test_data_beside_it_come_first(binary, tmp_path):
    (tmp_path / "bin").mkdir()
    shutil.copy(binary, tmp_path / "bin" / "scomm")
    shared = tmp_path / "share" / "scomm" / "datasets"
    shared.mkdir(parents=True)
    (shared / "datapackage.json").write_text('{"version": "9.9", "resources": []}')
    done = subprocess.run([tmp_path / "bin" / "scomm", "--version"], capture_output=True, text=True, env={}, timeout=30)
    assert "data 9.9" in done.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_said(alone, tmp_path):
    (tmp_path / "closed").mkdir(mode=0)
    code, _, err = alone("--datasets", "closed", "--version")
    assert code == 1 and "closed: cannot be read: Permission denied" in err


def loads_libraries(binary):
    """Whether a program names a loader: a program header of type 3 (ELF's PT_INTERP)."""
    with open(binary, "rb") as file:
        head = file.read(4096)
    start, size, count = struct.unpack_from("<Q", head, 32)[0], *struct.unpack_from("<HH", head, 54)
    return any(struct.unpack_from("<I", head, start + place * size)[0] == 3 for place in range(count))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may change the root")
def test_needs_nothing_of_the_machine(alone, binary):
    if loads_libraries(binary):
        pytest.skip("this build loads libraries")
    code, out, err = alone("-c", "deportations | total removals", chroot=True)
    assert (code, out) == (0, "removals\n406383\n"), err
    code, out, err = alone("--check", "-c", "deportations | totl removals", chroot=True)
    assert code == 1 and "Did you mean total" in err
