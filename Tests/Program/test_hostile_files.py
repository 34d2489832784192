"""Files that are not what they seem: links, modes, pipes, endless streams, and files that change."""

import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from program import DATASETS

ONE, TWO = "states | first 1 | keep code", "states | first 2 | keep code"
HEADER_AND_TWO = "code\nAK\nAL\n"
OTHER = 12345


def save(scomm, path, *options, query=TWO):
    return scomm(*options, "-c", f"{query} | save '{path}'")


def left_over(folder):
    """The drafts that lie in a folder."""
    return [path.name for path in folder.rglob(".scomm-*")]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")


@pytest.fixture
def shared():
    """A folder in which every user may write."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


# Files keep their modes


@pytest.mark.parametrize("bits", [0o600, 0o640, 0o664, 0o755])
def test_save_keeps_the_mode_of_the_file_and_gives_it_to_the_backup(scomm, tmp_path, bits):
    path = tmp_path / "out.csv"
    path.write_text("old")
    path.chmod(bits)
    assert save(scomm, path).code == 0
    assert (path.read_text(), mode(path)) == (HEADER_AND_TWO, bits)
    kept = tmp_path / "out.csv~"
    assert (kept.read_text(), mode(kept)) == ("old", bits)
    assert not left_over(tmp_path)


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_mode_of_the_umask(binary, environment, tmp_path, mask):
    path = tmp_path / "out.csv"
    command = [binary, "-c", f"{TWO} | save '{path}'"]
    subprocess.run(command, env=environment, check=True, capture_output=True, preexec_fn=lambda: os.umask(mask))
    assert mode(path) == 0o666 & ~mask


def test_save_writes_where_links_lead(scomm, tmp_path):
    (tmp_path / "there").mkdir()
    target, link, further = tmp_path / "there" / "real.csv", tmp_path / "link.csv", tmp_path / "further.csv"
    link.symlink_to("there/real.csv")
    further.symlink_to(link)
    # First to a file that is not there yet.
    assert save(scomm, further, query=ONE).code == 0
    assert target.read_text() == "code\nAK\n"
    assert save(scomm, further).code == 0
    assert link.is_symlink() and further.is_symlink()
    assert target.read_text() == HEADER_AND_TWO
    assert (tmp_path / "there" / "real.csv~").read_text() == "code\nAK\n"


def test_links_in_a_circle_are_an_error(scomm, tmp_path):
    (tmp_path / "a.csv").symlink_to("b.csv")
    (tmp_path / "b.csv").symlink_to("a.csv")
    run = save(scomm, tmp_path / "a.csv")
    assert run.code == 4 and "symbolic links" in run.err


def test_a_file_with_other_names_is_refused_or_written_in_place(scomm, tmp_path):
    path, other = tmp_path / "out.csv", tmp_path / "other.csv"
    path.write_text("old")
    os.link(path, other)
    run = save(scomm, path)
    assert run.code == 4 and "hard links" in run.err and "--in-place" in run.err
    assert sorted(os.listdir(tmp_path)) == ["other.csv", "out.csv"] and path.read_text() == "old"
    assert save(scomm, path, "--in-place").code == 0
    assert other.read_text() == path.read_text() == HEADER_AND_TWO
    assert (tmp_path / "out.csv~").read_text() == "old"


@pytest.mark.parametrize("old", ["", "x", "a much longer text\n" * 100])
def test_in_place_leaves_nothing_of_the_old_text(scomm, tmp_path, old):
    path = tmp_path / "out.csv"
    path.write_text(old)
    inode = path.stat().st_ino
    assert save(scomm, path, "--in-place").code == 0
    assert (path.read_text(), path.stat().st_ino) == (HEADER_AND_TWO, inode)


@needs_root
def test_save_keeps_owner_and_group(scomm, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    os.chown(path, OTHER, OTHER)
    assert save(scomm, path).code == 0
    for file in (path, tmp_path / "out.csv~"):
        assert (file.stat().st_uid, file.stat().st_gid) == (OTHER, OTHER)


@needs_root
def test_an_owner_that_cannot_be_kept_is_refused(binary, environment, shared):
    folder = shared
    path = folder / "out.csv"
    path.write_text("old")
    path.chmod(0o666)
    program = folder / "scomm"
    shutil.copy(binary, program)
    data = folder / "datasets"
    shutil.copytree(DATASETS, data)
    env = dict(environment, HOME=str(folder), SCOMM_DATASETS=str(data))

    def run(*options):
        command = [program, *options, "-c", f"{TWO} | save '{path}'"]
        return subprocess.run(command, env=env, capture_output=True, text=True, user=OTHER, group=OTHER)

    refused = run()
    assert refused.returncode == 4 and "--in-place" in refused.stderr, refused
    assert path.read_text() == "old" and not left_over(folder)
    assert run("--in-place").returncode == 0
    assert path.read_text() == HEADER_AND_TWO and path.stat().st_uid == 0
    # What may not be written is not replaced either.
    path.write_text("older")
    path.chmod(0o644)
    assert run("--in-place").returncode == run().returncode == 4
    assert path.read_text() == "older"


def test_a_file_that_grows_too_large_is_not_left(binary, environment, tmp_path):
    path = tmp_path / "out.csv"
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    command = [binary, "-c", f"deportations | save '{path}'"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, preexec_fn=limit)
    assert run.returncode == 4 and "too large" in run.stderr, run
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_a_whole_file_or_none(binary, environment, large, tmp_path, end):
    """The moment of the signal moves through the run, from before the file to after it."""
    command = [binary, "--no-cache", str(large), "-c", f"own | first 50000 | save '{tmp_path}/out.csv'"]
    env = dict(environment, XDG_STATE_HOME=str(tmp_path / "state"))
    begun = time.monotonic()
    subprocess.run(command, env=env, capture_output=True, check=True)
    whole = (tmp_path / "out.csv").read_bytes()
    span = time.monotonic() - begun
    (tmp_path / "out.csv").unlink()
    for step in range(7):
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(span * (0.3 + step / 10))
        process.send_signal(end)
        process.wait(60)
        assert not left_over(tmp_path)
        path = tmp_path / "out.csv"
        if path.exists():
            assert path.read_bytes() == whole
            path.unlink()


# Formulas


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_csv_safe_makes_texts_of_formulas(scomm, tmp_path, name):
    rows = [{"=a": "=1+1", "n": -5}, {"=a": "+x", "n": 1}, {"=a": "-x", "n": 2}, {"=a": "@x", "n": 3}]
    rows += [{"=a": "\tx", "n": 4}, {"=a": "\rx", "n": 5}, {"=a": "x=1", "n": 6}, {"=a": "'=", "n": 7}]
    path = tmp_path / "own.json"
    path.write_text(json.dumps(rows))
    plain = scomm("--format", name, path, "-c", "own | keep `=a`, n").out
    assert plain.startswith("=a") and "\n=1+1" in plain
    safe = scomm("--csv-safe", "--format", name, path, "-c", "own | keep `=a`, n").out
    separator = "," if name == "csv" else "\t"
    assert safe.startswith(f"'=a{separator}n\n'=1+1{separator}-5\n'+x{separator}1\n'-x{separator}2\n'@x")
    assert "'\tx" in safe and "'\rx" in safe and "\nx=1" in safe and "\n'=" + separator + "7" in safe
    target = tmp_path / f"out.{name}"
    assert scomm("--csv-safe", path, "-c", f"own | keep `=a`, n | save '{target}'").code == 0
    assert target.read_bytes().decode() == safe
    # Other formats have no formulas.
    assert '"=1+1"' in scomm("--csv-safe", "--format", "json", path, "-c", "own").out


# A session without files and programs


def test_safe_answers_from_the_record(scomm):
    assert scomm("--safe", "-c", ONE)[:2] == (0, "code\nAK\n")
    assert scomm("--safe", text=ONE)[:2] == (0, "code\nAK\n")
    assert scomm("--safe", "-f", "-", text=ONE)[:2] == (0, "code\nAK\n")


def test_safe_opens_no_file_and_starts_no_program(scomm, tmp_path):
    data, query, base = tmp_path / "own.csv", tmp_path / "q.scq", tmp_path / "b.sqlite"
    data.write_text("a\n1\n")
    query.write_text(ONE)
    base.write_bytes(b"")
    doors = [
        [data, "-c", "own"], ["--data", data, "-c", "own"], ["--data", f"x={data}", "-c", "x"],
        ["--data", DATASETS, "-c", ONE], ["--datasets", DATASETS, "-c", ONE], [base, "-c", ONE],
        [query], ["-f", query], ["--check", query], ["--params", query], ["--fmt", query],
        ["--record", query], ["--verify", query], ["-c", f"{ONE} | save '{tmp_path}/out.csv'"],
        ["-c", f"{ONE} | save '/dev/null.csv'"], ["--in-place", "-c", f"{ONE} | save '{data}'"],
        ["--engine", f"sqlite:{base}", "-c", ONE], ["--engine", "duckdb", "-c", ONE],
        ["--engine", "postgres://localhost/x", "-c", ONE], ["--engine", "spark", "-c", ONE],
        ["--engine", "duckdb", "--data-package", DATASETS, "-c", ONE],
    ]
    for door in doors:
        run = scomm("--safe", *door)
        assert run.code in (2, 4) and "--safe" in run.err and run.out == "", (door, run)
    assert sorted(os.listdir(tmp_path)) == ["b.sqlite", "own.csv", "q.scq"]
    assert data.read_text() == "a\n1\n"


# Data packages stay in their folder


def package(folder, path):
    folder.mkdir(exist_ok=True)
    resource = {"name": "t", "path": path, "schema": {"fields": [{"name": "a", "type": "integer"}]}}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    return folder


def test_links_that_lead_out_of_a_package_are_refused(scomm, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "t.csv").write_text("a\n2\n")
    folder = package(tmp_path / "package", "t.csv")
    (folder / "t.csv").symlink_to("../secret.csv")
    run = scomm("--data", folder, "-c", "t")
    assert run.code != 0 and "link that leads out" in run.err and run.out == ""
    # Neither does a folder lead out, nor a link to a link, nor one whose name only begins like the package's.
    package(folder, "inner/t.csv")
    (folder / "inner").symlink_to(tmp_path / "outside")
    assert "link that leads out" in scomm("--data", folder, "-c", "t").err
    package(folder, "hop.csv")
    (folder / "hop.csv").symlink_to("t.csv")
    assert "link that leads out" in scomm("--data", folder, "-c", "t").err
    (tmp_path / "package-2").mkdir()
    (tmp_path / "package-2" / "t.csv").write_text("a\n3\n")
    (folder / "t.csv").unlink()
    (folder / "t.csv").symlink_to(tmp_path / "package-2" / "t.csv")
    assert "link that leads out" in scomm("--data", folder, "-c", "t").err


@pytest.mark.parametrize("path", ["/etc/passwd", "../t.csv", "a/../../t.csv", "..", "http://x/t.csv"])
def test_paths_out_of_a_package_are_refused(scomm, tmp_path, path):
    (tmp_path / "t.csv").write_text("a\n1\n")
    run = scomm("--data", package(tmp_path / "package", path), "-c", "t")
    assert run.code != 0 and "within the package's folder" in run.err


def test_links_within_a_package_and_to_it_are_fine(scomm, tmp_path):
    folder = package(tmp_path / "package", "t.csv")
    (folder / "real.csv").write_text("a\n7\n")
    (folder / "t.csv").symlink_to("real.csv")
    (tmp_path / "link").symlink_to("package")
    for name in ("package", "link"):
        assert scomm("--data", tmp_path / name, "-c", "t").out == "a\n7\n"
        assert scomm("--data", name, "-c", "t", cwd=tmp_path).out == "a\n7\n"
    assert scomm("--data", ".", "-c", "t", cwd=folder).out == "a\n7\n"


# Streams and devices


@pytest.mark.parametrize("ending", ["csv", "jsonl", "json", "tsv"])
def test_an_endless_file_is_an_error(scomm, tmp_path, ending):
    path = tmp_path / f"zero.{ending}"
    path.symlink_to("/dev/zero")
    run = scomm("--memory", "256M", path, "-c", "zero | count")
    assert run.code == 4 and "does not end" in run.err and "--memory" in run.err, run.err[:300]


def test_endless_standard_input_is_an_error(binary, environment):
    with open("/dev/zero", "rb") as zero:
        command = [binary, "--memory", "256M", "-", "-c", "input | count"]
        run = subprocess.run(command, stdin=zero, env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode == 4 and "does not end" in run.stderr


def test_an_endless_query_file_is_an_error(scomm, tmp_path):
    (tmp_path / "q.scq").symlink_to("/dev/zero")
    run = scomm(tmp_path / "q.scq")
    assert run.code == 4 and "cut it into parts" in run.err


@pytest.mark.parametrize("ending", ["csv", "jsonl", "json", "sqlite"])
def test_a_folder_is_no_file(scomm, tmp_path, ending):
    (tmp_path / f"own.{ending}").mkdir()
    run = scomm(tmp_path / f"own.{ending}", "-c", "own")
    assert run.code == 4 and "datapackage.json" in run.err


def test_sqlite_refuses_what_is_no_plain_file(scomm, tmp_path):
    os.mkfifo(tmp_path / "own.sqlite")
    (tmp_path / "zero.db").symlink_to("/dev/zero")
    for name in ("own.sqlite", "zero.db"):
        run = scomm(tmp_path / name, "-c", "states")
        assert run.code == 4 and "is no plain file" in run.err
        run = scomm("--engine", f"sqlite:{tmp_path / name}", "-c", "states")
        assert run.code == 4 and "is no plain file" in run.err


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_reading_a_pipe_works_and_ends_with_ctrl_c(binary, environment, tmp_path, ending):
    path = tmp_path / f"own.{ending}"
    os.mkfifo(path)
    command = [binary, str(path), "-c", "own | count"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    path.write_text("a\n1\n2\n" if ending == "csv" else '{"a": 1}\n{"a": 2}\n')
    assert process.communicate(timeout=30)[0] == "n\n2\n"
    # A pipe without a writer, and one whose writer does not end.
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with open(path, "wb", buffering=0) as pipe:
        pipe.write(b"a\n")
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130


# Files that change while they are read


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A file that is large enough for its columns to be kept, written a while ago."""
    path = tmp_path_factory.mktemp("own") / "own.csv"
    row = "".join(f"p{row % 50},{row % 1000},some words that take room {row % 7}\n" for row in range(10_000))
    path.write_text("place,n,words\n" + row * 30)
    time.sleep(0.1)
    return path


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv"])
def test_a_file_that_is_cut_short_while_it_is_read_is_an_error(binary, environment, tmp_path, ending):
    path = tmp_path / f"own.{ending}"
    line = "1,some words that take room\n" if ending == "csv" else '{"a": 1, "b": "some words that take room"}\n'
    begin, end = {"csv": ("a,b\n", ""), "jsonl": ("", ""), "json": ("[", line + "]")}[ending]
    block = (line.replace("\n", ",\n") if ending == "json" else line) * 30_000

    def write():
        size = 0
        with open(path, "w", encoding="utf-8") as file:
            file.write(begin)
            while size < 80 << 20:
                size += file.write(block)
            file.write(end)

    command = [binary, "--no-cache", "--threads", "1", str(path), "-c", "own | count by b"]
    # How long it takes until the file is read, and until it was read, depends on the machine.
    for wait in (0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, 2):
        write()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(wait)
        os.truncate(path, 5 << 20)
        _, err = process.communicate(timeout=120)
        assert process.returncode in (0, 1, 4), (process.returncode, err)
        if "changed while" in err:
            assert process.returncode == 4
            return
    pytest.fail("the file was never cut while it was read")


def test_kept_columns_that_were_cut_short_are_read_anew(binary, environment, large, tmp_path):
    env = dict(environment, XDG_CACHE_HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path / "state"))
    query = "own | count by words | sort words | keep n"
    command = [binary, "--quiet", "--keep-going", str(large)]
    first = subprocess.run([*command, "-c", query], env=env, capture_output=True, text=True, check=True).stdout
    column = next(path for path in (tmp_path / "scomm").rglob("2"))
    os.truncate(column, 0)
    again = subprocess.run([*command, "-c", query], env=env, capture_output=True, text=True, check=True).stdout
    assert again == first and column.stat().st_size > 0


# The cache is not trusted blindly


def test_a_cache_that_others_may_write_is_not_used(scomm, large, tmp_path):
    query = "own | total n by place | top 1"
    where = {"XDG_CACHE_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    first = scomm("--quiet", large, "-c", query, **where)
    folder = tmp_path / "scomm"
    kept = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert first.code == 0 and kept
    assert mode(tmp_path / "state" / "scomm" / "key") == 0o600
    for place in [folder, next(iter(folder.iterdir()))]:
        place.chmod(0o777)
        run = scomm(large, "-c", query, **where)
        assert run.out == first.out
        assert run.err.count("no columns are kept") == 1 and str(place) in run.err
        place.chmod(0o700)
        assert kept == {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path in kept}
    assert "no columns are kept" not in scomm(large, "-c", query, **where).err


def test_a_cache_of_another_key_is_not_used(scomm, large, tmp_path):
    query = "own | total n by place | top 1"
    first = scomm("--quiet", large, "-c", query, XDG_CACHE_HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path / "a"))
    column = next(path for path in (tmp_path / "scomm").rglob("*") if path.name == "1")
    before = column.stat().st_ino
    for state, is_same in [("a", True), ("b", False)]:
        run = scomm("--quiet", large, "-c", query, XDG_CACHE_HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path / state))
        assert run.out == first.out
        assert (column.stat().st_ino == before) is is_same
    key = tmp_path / "b" / "scomm" / "key"
    key.chmod(0o644)
    again = scomm("--quiet", large, "-c", query, XDG_CACHE_HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path / "b"))
    assert again.out == first.out


@needs_root
def test_a_cache_of_another_user_is_not_used(scomm, large, tmp_path):
    query = "own | total n by place | top 1"
    where = {"XDG_CACHE_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    first = scomm("--quiet", large, "-c", query, **where)
    os.chown(tmp_path / "scomm", OTHER, OTHER)
    run = scomm(large, "-c", query, **where)
    assert run.out == first.out and "no columns are kept" in run.err
