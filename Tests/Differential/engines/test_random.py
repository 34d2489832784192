"""Random queries over random tables, asked of our engine and, in SQL, of another: Tests/Differential/Generator makes them.

The program scomm-hunt, named by SCOMM_HUNT, counts the queries that were asked and that agreed.
"""

import os
import subprocess

import pytest

from databases import duckdb_program

SEED = int(os.environ.get("SCOMM_SEED", "1"))

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def hunt():
    program = os.environ.get("SCOMM_HUNT")
    if not program:
        pytest.skip("SCOMM_HUNT does not name the program that makes random queries")

    def hunt(engine, count, place, timeout, **variables):
        done = subprocess.run(
            [program, engine, str(SEED), str(count), place],
            capture_output=True, timeout=timeout, env={**os.environ, **variables},
        )
        print(done.stdout.decode()[-6000:], done.stderr.decode()[-500:])
        assert done.returncode == 0
        return done.stdout.decode()

    return hunt


def test_duckdb_says_the_same_of_a_hundred_thousand(hunt):
    hunt("duckdb", 100_000, duckdb_program(), 7200)


def test_postgresql_says_the_same_of_ten_thousand(hunt, server):
    server.sql("drop database if exists hunt", database="postgres")
    server.sql("create database hunt", database="postgres")
    hunt("postgres", 10_000, server.address.replace("/record", "/hunt"), 3600, **server.variables)


def test_spark_says_the_same_of_two_hundred(hunt, tmp_path_factory):
    import pathlib
    import sys

    from databases import Spark

    spark = Spark(tmp_path_factory.mktemp("hunt"))
    program = pathlib.Path(sys.executable).parent / "spark-sql"
    hunt("spark", 200, str(program), 3600, **spark.variables)
