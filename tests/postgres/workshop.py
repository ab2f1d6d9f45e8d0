"""Where servers are made: the files of a new one, once, and copies of them."""

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.faults.counting import SCALE
from tests.postgres.programs import Programs, find_programs
from tests.postgres.server import HOST, OWNER, Server, Stop

CAREFUL = {
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "fsync": "on" if SCALE > 1 else "off",
}
"""What is said to be committed outlives every kill.

Only a power cut needs more: with fsync, which long series of faults have, a server that
recovers syncs a thousand files first.
"""

HASTY = dict.fromkeys(CAREFUL, "off")
"""Nothing is waited for: for tests that do not kill."""

_ALWAYS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "dynamic_shared_memory_type": "mmap",
    "shared_buffers": "32MB",
    "min_wal_size": "8MB",
    "max_wal_size": "256MB",
    "log_line_prefix": "%m %d ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
_LETS_IN = f"""
host all all {HOST}/32 scram-sha-256
host replication all {HOST}/32 scram-sha-256
"""

_CLEANER = 'cat; rm -rf "$1" || { sleep 70; rm -rf "$1"; }'
"""Waits for the end of its input: of the tests, even if they are killed.

A server that is still there then misses its files within a minute, and stops.
"""


class Workshop:
    """A folder for servers, and what they are made of."""

    def __init__(self, room: Path) -> None:
        """Make the files of a new server in *room*.

        Raises:
            NoPostgreSQLError: there is none for this computer.
        """
        self.room, self.programs = room, find_programs(room)
        self._password = secrets.token_hex(8)
        self._numbers = count(1)
        self._template = _made(room, self.programs, self._password)

    def make(self, settings: Mapping[str, str] = CAREFUL) -> Server:
        """Make a server, not started yet."""
        server = self.prepare()
        shutil.copytree(self._template, server.folder)
        server.configure({**_ALWAYS, **settings})
        self.programs.give(server.folder)
        return server

    def prepare(self) -> Server:
        """Give a server its place; its files are still to come."""
        folder = self.room / f"server-{next(self._numbers)}"
        return Server(folder, self.programs, {OWNER: self._password})

    @contextmanager
    def serving(self, settings: Mapping[str, str] = CAREFUL) -> Iterator[Server]:
        """Start a server; stop and remove it at the end."""
        server = self.make(settings)
        try:
            yield server.start()
        finally:
            server.stop(Stop.IMMEDIATE)
            shutil.rmtree(server.folder)


@contextmanager
def a_workshop() -> Iterator[Workshop]:
    """Open one, and remove it with all its servers at the end.

    Not in the folders of pytest: those of root are closed to the account of the servers.
    """
    room = tempfile.mkdtemp(prefix="dealtrack-postgres-")
    with subprocess.Popen(
        ["sh", "-c", _CLEANER, "cleaner", room], stdin=subprocess.PIPE, start_new_session=True
    ):
        yield Workshop(Path(room))


def _made(room: Path, programs: Programs, password: str) -> Path:
    template, secret = room / "template", room / "password"
    secret.write_text(password, encoding="utf-8")
    programs.give(secret)
    programs.run(
        *("initdb", "-D", str(template), "--no-sync", "--encoding=UTF8", "--wal-segsize=1"),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--auth=scram-sha-256", "-U", OWNER, f"--pwfile={secret}"),
        within=room,
    )
    (template / "pg_hba.conf").write_text(_LETS_IN, encoding="utf-8")
    return template
