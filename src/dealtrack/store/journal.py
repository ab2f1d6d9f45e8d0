"""The journal: one line for each transaction, only ever added to.

A line says what changed, from what to what, and ends in its checksum.  It also
repeats the checksum of the line before, so that a line lost from the middle is
missed.  A change is committed when its line is on the disk.
"""

import errno
import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from dealtrack.errors import LedgerFault
from dealtrack.model.codec import decode, encode
from dealtrack.store.checkpoint import Place, checksum, written
from dealtrack.store.files import open_private, sync_folder, write_all

NOTHING = msgspec.Raw(b"null")
"""What stands for a record that is not there."""

BEGINNING = Place()
"""Where a journal begins."""

_SUM = b',"sum":"%s"}'
_SUM_LENGTH = len(_SUM % b"01234567")


class RecordChange(msgspec.Struct, frozen=True, kw_only=True):
    """One record before and after; `NOTHING` where it was not there."""

    table: str
    id: int
    before: msgspec.Raw
    after: msgspec.Raw


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """What one line says, but for its own checksum.  Keys it does not know are left alone."""

    revision: int
    at: datetime
    by: str
    what: str
    changes: tuple[RecordChange, ...]
    counters: dict[str, int]
    previous: str


class Line(NamedTuple):
    """A sound line: what it says, its checksum, and where in the file it ends."""

    says: Transaction
    sum: str
    end: int


class Flaw(NamedTuple):
    """What is wrong with a journal, and at which byte of the file."""

    fault: LedgerFault
    offset: int


class Tail(NamedTuple):
    """The lines of a journal from some place on.

    *end* is where the sound lines end, line end included, and *size* where the file
    does.  Between them lies a line that was never finished, and so never
    acknowledged.  After a *flaw* nothing more is read.
    """

    lines: list[Line]
    end: int
    size: int
    flaw: Flaw | None = None


def append(path: Path, says: Transaction, end: int, size: int) -> Line:
    """Put a line after the first *end* bytes of a journal of *size*; bring it to the disk.

    Whatever lay behind them goes; a line end that is missing is put there.  On an
    error the journal ends as before.

    Raises: `OSError`, also if the journal has another size by now.
    """
    body = encode(says)[:-1]
    own = written(checksum(body))
    line = body + _SUM % own.encode() + b"\n"
    _append(path, line, end, size)
    return Line(says, own, end + len(line))


def _append(path: Path, line: bytes, end: int, size: int) -> None:
    is_new = not path.exists()
    descriptor = open_private(path, os.O_RDWR | os.O_CREAT)
    try:
        if os.fstat(descriptor).st_size != size:
            # A network share may show an old size before a file is opened, and some
            # pretend to lock: better no change than one over somebody else's.
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        former = min(end, size)
        try:
            os.ftruncate(descriptor, former)
            os.lseek(descriptor, former, os.SEEK_SET)
            write_all(descriptor, line if former == end else b"\n" + line)
            os.fsync(descriptor)
            if is_new:
                sync_folder(path.parent)
        except BaseException:
            os.ftruncate(descriptor, former)
            raise
    finally:
        os.close(descriptor)


def read(path: Path, place: Place = BEGINNING, revision: int = 0) -> Tail:
    """Return the lines after *place*, which follow from *revision*."""
    seam = _seam(place)
    start = place.offset - len(seam)
    try:
        with path.open("rb") as file:
            file.seek(start)
            text = file.read()
    except FileNotFoundError:
        text = b""
    if not text.startswith(seam):
        return Tail([], place.offset, start + len(text), Flaw("seam", place.offset))
    return parse(text[len(seam) :], place, revision)


def parse(text: bytes, place: Place, revision: int) -> Tail:
    """Return the lines in *text*, which begins at *place*, up to the first flaw."""
    lines: list[Line] = []
    end, last, size = place.offset, place.last, place.offset + len(text)
    *whole, rest = text.split(b"\n")
    if _is_sound(rest):  # all of the line but its end reached the disk: nothing is missing
        whole, rest = [*whole, rest], b""
    for body in whole:
        if not _is_sound(body):
            return Tail(lines, end, size, Flaw("line", end))
        line = _line(body, end + len(body) + 1)
        if line is None:
            return Tail(lines, end, size, Flaw("layout", end))
        if (line.says.revision, line.says.previous) != (revision + 1, last):
            return Tail(lines, end, size, Flaw("order", end))
        lines.append(line)
        end, last, revision = line.end, line.sum, revision + 1
    if _is_sound(rest[:-1]):  # a line end that has become something else
        return Tail(lines, end, size, Flaw("line", end))
    return Tail(lines, end, size)


def _is_sound(body: bytes) -> bool:
    own = checksum(memoryview(body)[:-_SUM_LENGTH])
    return body[-_SUM_LENGTH:] == _SUM % written(own).encode()


def _line(body: bytes, end: int) -> Line | None:
    try:
        says = decode(body, Transaction)
    except msgspec.MsgspecError:
        return None
    return Line(says, body[-len('01234567"}') : -len('"}')].decode(), end)


def _seam(place: Place) -> bytes:
    """Return the bytes that must lie just before *place*."""
    return _SUM % place.last.encode() + b"\n" if place.offset else b""
