"""Copying a whole ledger to a server, from one, or between two: all of it, or to go on with."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from dealtrack.errors import ServerUnreachable, WrongUse
from dealtrack.store.disk.files import Files
from dealtrack.store.moving import loading
from dealtrack.store.moving.building import build
from dealtrack.store.moving.comparing import Counts, compare
from dealtrack.store.moving.filed import FileSource
from dealtrack.store.moving.served import ledger_on
from dealtrack.store.moving.source import Source
from dealtrack.store.opening import is_on_server
from dealtrack.store.safety.archive import Progress
from dealtrack.store.safety.copying import building, vacant
from dealtrack.store.server.server import Lost, Server
from dealtrack.store.server.store import connect
from dealtrack.text import _


class Moved(NamedTuple):
    """A ledger that was copied from *source* to *target*, at *revision*, and compared."""

    source: str
    target: str
    revision: int
    counts: Counts


class _Meter:
    """How much is done of copying *source* and comparing it: all is gone through twice."""

    def __init__(self, source: Source, progress: Progress) -> None:
        self._progress = progress
        self._whole = 2 * (source.count() + source.revision + len(list(source.attachments())))
        self._done = 0

    def step(self, n: int) -> None:
        """Tell that *n* things more are done."""
        self._done += n
        self._progress(min(1.0, self._done / max(self._whole, 1)))


def copy(source: str, target: str, progress: Progress = lambda _done: None) -> Moved:
    """Copy the ledger at *source* to *target*; one of them, or both, are on a server.

    What is copied is the ledger at one moment, whoever writes meanwhile.  A copy to a
    server that was broken off goes on where it stopped, and takes what was changed since.

    Raises: `ServerUnreachable`, `WrongUse`, `CopyDiffers`, `CannotWrite`, and what reading
    raises.
    """
    with ExitStack() as opened:
        found = _opened(source, opened)
        if not is_on_server(target):
            return to_files(found, target, progress)._replace(source=source)
        server = opened.enter_context(connected(target))
        return to_server(found, server, (_whole(source), target), progress)


def to_server(
    source: Source, server: Server, addresses: tuple[str, str], progress: Progress
) -> Moved:
    """Copy *source* to *server*; see `copy`."""
    meter = _Meter(source, progress)
    target = loading.begin(server, source, addresses)
    target.take(source, meter.step)
    target.catch_up(source)
    target.settle(source.counters)
    counts = compare(source.again(), target.there, meter.step)
    target.finish(source.revision)
    return Moved(*addresses, source.revision, counts)


def to_files(source: Source, target: str, progress: Progress) -> Moved:
    """Copy *source* to a file in a folder that is new, or empty; see `copy`."""
    there = vacant(target)
    meter = _Meter(source, progress)
    with building(there) as made:
        build(source, made, meter.step)
        counts = compare(source.again(), FileSource(made), meter.step)
    return Moved(source.place, str(there.checkpoint), source.revision, counts)


def take_back(target: str) -> None:
    """Take away what a copy to *target* has made that is not finished.

    Raises: `WrongUse` if there is none, `ServerUnreachable`.
    """
    if not is_on_server(target):
        raise WrongUse(
            _("{path} is no database on a server.").format(path=target),
            _("A copy into files is whole, or leaves nothing: there is nothing to take back."),
        )
    with connected(target) as server:
        loading.take_back(server)


@contextmanager
def connected(address: str, *, steady: bool = False) -> Iterator[Server]:
    """Yield a connection; tell in a sentence if it is lost."""
    server = connect(address, steady=steady)
    try:
        yield server
    except Lost:
        raise ServerUnreachable(server.place, "") from None
    finally:
        server.close()


def _opened(address: str, opened: ExitStack) -> Source:
    if is_on_server(address):
        return ledger_on(opened.enter_context(connected(address, steady=True)))
    return FileSource(Files.of(Path(address)))


def _whole(address: str) -> str:
    """Return an address that means the same from every folder."""
    return address if is_on_server(address) else str(Files.of(Path(address)).checkpoint)
