"""A real PostgreSQL on this computer, in a folder of its own, for as long as tests last."""

import ctypes
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from tests.postgres.programs import Programs

HOST = "127.0.0.1"
OWNER = "postgres"

_quoted = partial(quote, safe="")

Row = tuple[Any, ...]

_EMPTY = r"""
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT nspname FROM pg_namespace
        WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
    LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
END $$
"""


class Stop(Enum):
    """How a server is made to stop: the name of the signal, which not every system has."""

    FAST = "SIGINT"
    """It rolls back what is under way, and tidies up."""
    IMMEDIATE = "SIGQUIT"
    """It leaves at once, and recovers when it starts again."""
    KILL = "SIGKILL"
    """Every process of it is killed before one can notice."""


class Server:
    """A server: everybody needs a password, and it is in the addresses given out."""

    def __init__(self, folder: Path, programs: Programs, passwords: dict[str, str]) -> None:
        """Take the server whose files are in *folder*."""
        self.folder, self.programs, self.passwords = folder, programs, passwords
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def configure(self, settings: Mapping[str, str]) -> None:
        """Add *settings* to its file, where the last one counts; it reads them at a start."""
        with (self.folder / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def start(self) -> Self:
        """Start it and wait until it answers; at another port if somebody took this one.

        Raises:
            RuntimeError: it does not start; with its log.
        """
        if not self._starts():
            self.port = free_port()
            if not self._starts():
                raise RuntimeError(self.log())
        return self

    def _starts(self) -> bool:
        self._process = self.programs.start(
            *("postgres", "-D", str(self.folder), "-p", str(self.port)),
            within=self.folder,
            log=self._log,
        )
        while self._process.poll() is None:
            if self._is_ready():
                return True
            time.sleep(0.02)
        return False

    def _is_ready(self) -> bool:
        """Whether its file says so; one that was killed left such a file, too."""
        with suppress(FileNotFoundError):
            lines = (self.folder / "postmaster.pid").read_text(encoding="utf-8").split()
            return lines[:1] == [str(self.pid)] and lines[-1] in {"ready", "standby"}
        return False

    @property
    def pid(self) -> int:
        """The first of its processes."""
        assert self._process is not None
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self, how: Stop = Stop.FAST) -> None:
        """Make it stop, if it runs, and wait until it has."""
        if self._process is not None and self.runs:
            if how is Stop.KILL:
                memory = self._shared_memory()
                kill_all(self.pid)
                forget_shared_memory(memory)
            else:
                self._process.send_signal(signal.Signals[how.value])
            self._process.wait(60)

    def _shared_memory(self) -> int:
        """Return the number of its memory that outlives processes: the seventh line says it."""
        lines = (self.folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return int(lines[6].split()[1])

    @property
    def _log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    def log(self) -> str:
        """Return what it has said."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def url(self, database: str, user: str = OWNER, *, password: bool = True) -> str:
        """Return the address of a database, with the password of *user* unless unwanted."""
        secret = f":{_quoted(self.passwords[user])}" if password else ""
        return f"postgresql://{_quoted(user)}{secret}@{HOST}:{self.port}/{_quoted(database)}"

    def ask(self, question: str, *values: object, database: str = OWNER) -> list[Row]:
        """Let the owner run a statement of SQL; return the rows of the answer."""
        import psycopg  # 170 ms, which tests without a server do not wait for

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(question.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def create_database(self, name: str, template: str = "template1") -> str:
        """Make a database as *template* is; return its address for the owner of all."""
        self.ask(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        return self.url(name)

    def empty_database(self, name: str) -> None:
        """Remove everything in a database that is not the system's, and who is connected.

        It takes 30 ms; a new one writes 300 files, which on a busy disk takes a second.
        """
        ended = (
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        )
        self.ask(ended, name)
        self.ask(_EMPTY, database=name)

    def drop_database(self, name: str) -> None:
        """Remove a database, and whoever is still connected to it."""
        self.ask(f'DROP DATABASE "{name}" WITH (FORCE)')

    def create_user(self, name: str, password: str) -> None:
        """Make somebody who may log in with a *password* without quotes, and nothing else."""
        self.ask(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}'")
        self.passwords[name] = password


def kill_all(first: int) -> None:
    """Kill a process and its children; it is held meanwhile, so that it makes no others."""
    import psutil

    parent = psutil.Process(first)
    parent.suspend()
    family = [*parent.children(recursive=True), parent]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    while any(is_alive(one.pid) for one in family):
        time.sleep(0.01)


def forget_shared_memory(number: int) -> None:
    """Remove memory as the end of a computer would, for the system has only so many pieces."""
    IPC_RMID = 0  # noqa: N806 (its name in C)
    ctypes.CDLL(None).shmctl(number, IPC_RMID, None)


def is_alive(pid: int) -> bool:
    """Whether there is such a process, and it is not just waiting to be buried."""
    import psutil

    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])
