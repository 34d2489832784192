"""The shipped tables in other engines, loaded by the statements that scomm writes."""

import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
DATASETS = REPOSITORY / "datasets"


def statements(binary, dialect):
    """What `scomm --emit-ddl` writes."""
    command = [binary, "--datasets", DATASETS, "--emit-ddl", dialect]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


def make_sqlite(binary, path):
    """A file of SQLite with the shipped tables."""
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.executescript(statements(binary, "sqlite").decode())
    return path


def duckdb_program():
    """DuckDB's own program: pip's package carries it."""
    try:
        import duckdb_cli

        return str(pathlib.Path(duckdb_cli.__file__).parent / "duckdb")
    except ImportError:
        return shutil.which("duckdb")


def run_duckdb(path, text):
    """Runs SQL in a file of DuckDB."""
    command = [duckdb_program(), "-no-init", "-batch", "-bail", path]
    done = subprocess.run(command, input=text, capture_output=True, timeout=120)
    assert done.returncode == 0 and not done.stderr, done.stderr[:500]


def make_duckdb(binary, path):
    """A file of DuckDB with the shipped tables."""
    run_duckdb(path, statements(binary, "duckdb"))
    return path


class Postgres:
    """A PostgreSQL of our own, on a free port of loopback, with its data in `folder`."""

    USER, PASSWORD, DATABASE = "reader", "s3cr3t word", "record"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.chmod(0o755)
        self.programs = self._programs()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        password = self.folder / "password"
        password.write_text(self.PASSWORD)
        password.chmod(0o644)
        self._run(
            "initdb", "-D", self.folder / "data", "-U", self.USER, "-A", "scram-sha-256",
            "-E", "UTF8", "--locale=C.UTF-8", f"--pwfile={password}",
        )
        self.start()
        self.sql("create database record", database="postgres")

    @staticmethod
    def _programs():
        for folder in sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
            return folder
        found = shutil.which("initdb")
        return pathlib.Path(found).parent if found else None

    def _run(self, program, *arguments):
        command = [str(self.programs / program), *map(str, arguments)]
        options = {}
        if os.getuid() == 0:
            options = {"user": "postgres", "group": pwd.getpwnam("postgres").pw_gid, "extra_groups": []}
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, cwd="/", **options)
        assert done.returncode == 0, done.stderr.decode()

    def start(self):
        settings = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = self.folder / "log"
        # pg_ctl leaves the server its streams: to a file, not to ours.
        self._run("pg_ctl", "-D", self.folder / "data", "-o", settings, "-l", log, "-w", "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop")

    def sql(self, text, database=DATABASE):
        """Runs SQL as the owner."""
        command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", self.USER]
        text = text.encode() if isinstance(text, str) else text
        environment = {**os.environ, "PGPASSWORD": self.PASSWORD}
        done = subprocess.run(
            [*command, database], input=text, capture_output=True, env=environment, timeout=120
        )
        assert done.returncode == 0, done.stderr[:500]
        return done.stdout.decode()

    @property
    def address(self):
        """The address without a password."""
        return f"postgres://{self.USER}@127.0.0.1:{self.port}/{self.DATABASE}"

    @property
    def variables(self):
        """What the environment adds to it."""
        return {"PGPASSWORD": self.PASSWORD}


class Spark:
    """Settings of a Spark on loopback whose tables lie in `folder`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "conf").mkdir()
        (self.folder / "conf" / "spark-defaults.conf").write_text(
            f"""spark.master local[2]
spark.ui.enabled false
spark.sql.shuffle.partitions 2
spark.sql.warehouse.dir {self.folder}/warehouse
spark.hadoop.javax.jdo.option.ConnectionURL jdbc:derby:;databaseName={self.folder}/metastore;create=true
spark.driver.extraJavaOptions -Dderby.stream.error.file={self.folder}/derby.log
"""
        )

    @property
    def variables(self):
        """What Spark finds its settings and programs by."""
        programs = pathlib.Path(sys.executable).parent
        return {
            "SPARK_CONF_DIR": str(self.folder / "conf"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PATH": f"{programs}:{os.environ['PATH']}",
        }

    def load(self, text):
        """Runs the statements that make the tables."""
        script = self.folder / "tables.sql"
        script.write_bytes(text)
        done = subprocess.run(
            ["spark-sql", "-S", "-f", str(script)],
            capture_output=True, cwd=self.folder, env={**os.environ, **self.variables}, timeout=900,
        )
        assert done.returncode == 0, done.stderr[-800:]
