"""`--threads` and `--memory`: what a query may use, and what happens when it needs more."""

import os
import subprocess
import time

import pytest

COUNT = "n\n56\n"
CROSS_JOIN = "ones | join (ones | rename w = v) on k many | sort w | first 1"


@pytest.fixture(scope="module")
def ones(tmp_path_factory):
    """A table whose join with itself has 36 million rows: half a gigabyte of keys alone."""
    path = tmp_path_factory.mktemp("limits") / "ones.csv"
    path.write_text("k,v\n" + "".join(f"1,{number}\n" for number in range(6000)))
    return path


@pytest.fixture(scope="module")
def numbers(tmp_path_factory):
    """A table of a million numbers in no order: eight megabytes."""
    path = tmp_path_factory.mktemp("limits") / "numbers.csv"
    path.write_text("v\n" + "".join(f"{number * 7919 % 1_000_003}\n" for number in range(1_000_000)))
    return path


@pytest.mark.parametrize("option", [["--threads", "1"], ["--threads=3"]])
def test_answers_do_not_depend_on_threads(scomm, ones, option):
    query = "ones | join (ones | rename w = v) on k many | where v + w = 17 | total v by w"
    assert scomm(ones, "-c", query, *option) == scomm(ones, "-c", query)


@pytest.mark.parametrize("count", [1, 3])
def test_threads_are_as_many_as_asked_for(binary, environment, numbers, count):
    command = [binary, "--threads", str(count), "--no-cache", str(numbers)]
    command += ["-c", "numbers | sort v | keep v | first 1"] * 8
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        most = 0
        while process.poll() is None and most < count:
            most = max(most, len(os.listdir(f"/proc/{process.pid}/task")))
            time.sleep(0.01)
        assert most == count
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("form", ["--threads {}", "--threads={}"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5"])
def test_wrong_numbers_of_threads_are_wrong_usage(scomm, form, value):
    run = scomm(*form.format(value).split(" "), "-c", "states | count")
    assert run[:2] == (2, "")
    assert "--threads" in run.err
    if value != "-1":
        assert "write a whole number from 1 on, such as 4" in run.err


@pytest.mark.parametrize("value", ["x", "2", "0M", "2GB"])
def test_wrong_sizes_of_memory_are_wrong_usage(scomm, value):
    run = scomm("--memory", value, "-c", "states | count")
    assert run[:2] == (2, "")
    assert "--memory" in run.err and "write a number with K, M or G, such as 512M or 2G" in run.err


def test_a_query_within_its_memory_is_answered(scomm):
    assert scomm("--memory", "64M", "-c", "states | count")[:2] == (0, COUNT)


@pytest.mark.parametrize("stage", ["join", "sort"])
def test_a_query_beyond_its_memory_names_the_stage_and_the_bytes(scomm, ones, numbers, stage):
    query = CROSS_JOIN if stage == "join" else "numbers | sort v | keep v | last 900_000"
    files = [ones if stage == "join" else numbers]
    run = scomm("--memory", "20M", "--no-cache", *files, "-c", query)
    assert run[:2] == (4, "")
    assert f"Out of memory: {stage}" in run.err
    assert "MiB more" in run.err and "of the 20 MiB that queries may hold" in run.err
    assert "--memory" in run.err


def test_the_session_goes_on_after_running_out_of_memory(scomm, ones):
    text = f"{CROSS_JOIN}\nstates | count\n"
    run = scomm("--memory", "64M", "--quiet", "--keep-going", ones, text=text)
    assert run[:2] == (4, COUNT)
    assert run.err.count("Out of memory: join") == 1


def test_the_limit_of_the_system_bounds_a_query(binary, environment, ones):
    """Where `ulimit -v` leaves less than a query needs, it ends the same way."""
    text = f"{CROSS_JOIN}\nstates | count\n"
    line = f"ulimit -v 400000; '{binary}' --quiet --keep-going '{ones}'"
    done = subprocess.run(
        ["bash", "-c", line], input=text, capture_output=True, env=environment, timeout=30, text=True
    )
    assert (done.returncode, done.stdout) == (4, COUNT)
    assert "Out of memory: join" in done.stderr and "MiB more" in done.stderr
