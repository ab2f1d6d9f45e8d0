"""Two servers: a primary, and a standby that has whatever the primary acknowledged."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.postgres.server import HOST, OWNER, Server, Stop
from tests.postgres.waiting import holds_before_long
from tests.postgres.workshop import Workshop

_NAME = "standby"


class Pair(NamedTuple):
    """Both of them; the standby copies the primary, until it takes its place."""

    primary: Server
    standby: Server

    def url(self, database: str, user: str = OWNER) -> str:
        """Return an address that leads to whichever of them may be written to."""
        alone = self.primary.url(database, user)
        first, second = (f"{HOST}:{server.port}" for server in self)
        both = alone.replace(first, f"{first},{second}")
        return f"{both}?target_session_attrs=read-write"

    def fail_over(self) -> None:
        """Kill the primary, and let the standby take its place."""
        self.primary.stop(Stop.KILL)
        self.promote()

    def promote(self) -> None:
        """Let the standby be one no more, whatever became of the primary."""
        assert self.standby.ask("SELECT pg_promote()") == [(True,)]


@contextmanager
def a_pair(workshop: Workshop) -> Iterator[Pair]:
    """Start two servers; a commit is acknowledged when both have it."""
    with workshop.serving() as primary:
        standby = _copied(primary, workshop)
        try:
            pair = Pair(primary, standby.start())
            _bind(pair)
            yield pair
        finally:
            standby.stop(Stop.IMMEDIATE)


def _copied(primary: Server, workshop: Workshop) -> Server:
    """Copy a server that runs; the copy follows it when it is started."""
    standby = workshop.prepare()
    password = primary.passwords[OWNER]
    workshop.programs.run(
        *("pg_basebackup", "-D", str(standby.folder), "--checkpoint=fast", "--no-sync"),
        *("-h", HOST, "-p", str(primary.port), "-U", OWNER),
        within=workshop.room,
        password=password,
    )
    leader = f"host={HOST} port={primary.port} user={OWNER} password={password}"
    standby.configure(
        {
            "primary_conninfo": f"{leader} application_name={_NAME}",
            "fsync": "off",  # or it begins with a thousand
        }
    )
    (standby.folder / "standby.signal").touch()
    return standby


def _bind(pair: Pair) -> None:
    """Make the primary wait for the standby; not the other way round, later."""
    ask = pair.primary.ask
    ask(f"ALTER SYSTEM SET synchronous_standby_names = {_NAME}")
    ask("SELECT pg_reload_conf()")
    state = "SELECT sync_state FROM pg_stat_replication"
    if not holds_before_long(lambda: ask(state) == [("sync",)], patience=30):
        raise RuntimeError(pair.standby.log())
