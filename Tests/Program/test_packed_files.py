"""Packed files, files without an ending that tells, and standard input named twice."""

import gzip
import shutil
import subprocess

import pytest

CSV = "place,n\n" + "".join(f"P{row % 7},{row}\n" for row in range(200_000))
TOTAL = str(sum(range(200_000)))


@pytest.fixture
def packed(tmp_path):
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(CSV.encode()))
    return tmp_path


def total(run):
    assert run.code == 0, run.err
    return run.out.split("\n")[1]


def test_gzip_is_read(scomm, packed):
    assert total(scomm("t.csv.gz", "-c", "t | total n", cwd=packed)) == TOTAL
    assert total(scomm("--data", "x=t.csv.gz", "-c", "x | total n", cwd=packed)) == TOTAL


def test_gzip_of_several_members_is_one_file(scomm, packed):
    middle = CSV.index("\n", len(CSV) // 2) + 1
    parts = [gzip.compress(CSV[:middle].encode()), gzip.compress(CSV[middle:].encode())]
    (packed / "t.csv.gz").write_bytes(b"".join(parts))
    assert total(scomm("t.csv.gz", "-c", "t | total n", cwd=packed)) == TOTAL


@pytest.mark.skipif(not shutil.which("zstd"), reason="zstd is not installed")
def test_zstandard_is_read(scomm, packed):
    subprocess.run(["zstd", "-q", "-o", packed / "z.csv.zst"], input=CSV.encode(), check=True)
    assert total(scomm("z.csv.zst", "-c", "z | total n", cwd=packed)) == TOTAL
    whole = (packed / "z.csv.zst").read_bytes()
    (packed / "z.csv.zst").write_bytes(whole[: len(whole) // 2])
    run = scomm("z.csv.zst", "-c", "z | total n", cwd=packed)
    assert run.code == 4 and "z.csv.zst: ends within its Zstandard data" in run.err


def test_json_is_unpacked_too(scomm, tmp_path):
    (tmp_path / "j.jsonl.gz").write_bytes(gzip.compress(b'{"n": 1}\n{"n": 2}\n'))
    assert scomm("j.jsonl.gz", "-c", "j | total n", cwd=tmp_path).out == "n\n3\n"


def test_a_damaged_or_short_file_is_refused(scomm, packed):
    whole = (packed / "t.csv.gz").read_bytes()
    (packed / "t.csv.gz").write_bytes(whole[: len(whole) // 2])
    run = scomm("t.csv.gz", "-c", "t | total n", cwd=packed)
    assert run.code == 4 and "t.csv.gz: ends within its gzip data; get it once more" in run.err
    (packed / "t.csv.gz").write_bytes(whole[:100] + b"\xff" * 50 + whole[150:])
    run = scomm("t.csv.gz", "-c", "t | total n", cwd=packed)
    assert run.code == 4 and "t.csv.gz: is damaged as a gzip file; get it once more" in run.err


def test_what_stands_behind_the_data_is_not_passed_over(scomm, packed):
    whole = (packed / "t.csv.gz").read_bytes()
    (packed / "t.csv.gz").write_bytes(whole + bytes(512))
    assert total(scomm("t.csv.gz", "-c", "t | total n", cwd=packed)) == TOTAL
    for rest in [b"garbage", b"\x1e" + whole[1:]]:
        (packed / "t.csv.gz").write_bytes(whole + rest)
        run = scomm("t.csv.gz", "-c", "t | total n", cwd=packed)
        assert run.code == 4 and "t.csv.gz: is damaged as a gzip file" in run.err


def test_a_file_cut_anywhere_near_its_end_is_refused(scomm, tmp_path):
    # One byte repeated fills the room for what is unpacked to its last byte.
    whole = gzip.compress(b"n\n" + b"1" * ((1 << 20) - 2))
    for cut in range(1, 12):
        (tmp_path / "n.csv.gz").write_bytes(whole[:-cut])
        run = scomm("n.csv.gz", "-c", "n | count", cwd=tmp_path)
        assert run.code == 4 and "n.csv.gz: ends within its gzip data" in run.err, cut


def test_a_bomb_stays_within_the_memory(scomm, tmp_path):
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(b"n\n" + b"1\n" * 100_000_000, compresslevel=1))
    run = scomm("--memory", "50M", "bomb.csv.gz", "-c", "bomb | count", cwd=tmp_path)
    assert run.code == 4 and "bomb.csv.gz: holds more than fits into the 50 MiB" in run.err


def test_a_file_that_is_given_a_name_may_have_any_ending(scomm, tmp_path):
    for name, text in [
        ("plain.dat", "n\n1\n2\n"),
        ("tabs", "a\tn\nx\t1\ny\t2\n"),
        ("list.x", '[{"n": 1}, {"n": 2}]'),
        ("lines.x", '{"n": 1}\n{"n": 2}\n'),
    ]:
        (tmp_path / name).write_text(text)
        assert scomm("--data", f"x={name}", "-c", "x | total n", cwd=tmp_path).out == "n\n3\n", name
    run = scomm("--data", "plain.dat", "-c", "plain | count", cwd=tmp_path)
    assert run.code == 4 and "is no kind of table that can be opened" in run.err


def test_pipes_are_read_as_files(binary, environment, tmp_path):
    command = f"'{binary}' --quiet --data x=<(printf 'n\\n1\\n2\\n') -c 'x | total n'"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, timeout=30)
    assert done.stdout == "n\n3\n", done.stderr
    (tmp_path / "n.csv").write_text("n\n4\n")
    with open(tmp_path / "n.csv", "rb") as file:
        command = [binary, "--quiet", "--data", "x=/dev/stdin", "-c", "x"]
        done = subprocess.run(command, stdin=file, capture_output=True, text=True, env=environment, timeout=30)
    assert done.stdout == "n\n4\n", done.stderr


def test_standard_input_is_read_once(scomm):
    for arguments in [("-", "-"), ("-f", "-", "-f", "-"), ("-f", "-", "--data", "x=-")]:
        run = scomm(*arguments)
        assert run.code == 2 and run.err == "- is standard input, which is read once; name it once.\n"


def test_files_are_laid_out_and_played_one_after_the_other(scomm, tmp_path):
    (tmp_path / "a.scq").write_text("states|count\n")
    (tmp_path / "b.scq").write_text("events|count\n")
    run = scomm("--fmt", "a.scq", "--fmt", "b.scq", cwd=tmp_path)
    assert run.out == "states | count\nevents | count\n"
    (tmp_path / "c.scq").write_bytes(b"states | where name = \"\xe9\"\n")
    run = scomm("--fmt", "c.scq", cwd=tmp_path)
    assert run.code == 1 and run.err == "c.scq: is not UTF-8; save it as UTF-8.\n"
    (tmp_path / "a").write_text(scomm("--record", "a.scq", cwd=tmp_path).out)
    (tmp_path / "b").write_text("> events | count\n0 rows\n")
    assert scomm("--verify", "a", "--verify", "a", cwd=tmp_path).code == 0
    assert scomm("--verify", "b", "--verify", "a", cwd=tmp_path).code == 3


@pytest.mark.parametrize("text", ['{"a":1}\n{"a":2}\n', '[{"a":1}]', ' [ {"a": 1} ]'])
def test_json_on_a_pipe_is_an_error_and_no_csv(scomm, text):
    run = scomm("--data", "q=-", "-c", "q | count", text=text)
    assert run.code == 4 and "begins as JSON does" in run.err and ".jsonl" in run.err
    assert scomm("--data", "t=-", "-c", "t | count", text="[id],{n}\n1,2\n").code == 0
