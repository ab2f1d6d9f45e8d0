"""The journal: one line for each transaction, only ever added to.

A line says what changed, from what to what, and ends in its checksum.  It also
repeats the checksum of the line before, so that a line lost from the middle is
missed.  A change is committed when its line is on the disk.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from dealtrack.errors import LedgerFault, SaveUncertain, reason
from dealtrack.model.codec import decode, encode
from dealtrack.store.disk.checkpoint import Place, checksum, written
from dealtrack.store.disk.files import open_private, sync_folder, write_all

NOTHING = msgspec.Raw(b"null")
"""What stands for a record that is not there."""

BEGINNING = Place()
"""Where a journal begins."""

_SUM = b',"sum":"%s"}'
_SUM_LENGTH = len(_SUM % b"01234567")
_PIECE_WRITTEN = 1024 * 1024  # so that nearly every line is written at once
_PIECE = 32 * 1024  # bytes read at a time from the end: a dozen lines


class RecordChange(msgspec.Struct, frozen=True, kw_only=True):
    """One record before and after; `NOTHING` where it was not there."""

    table: str
    id: int
    before: msgspec.Raw
    after: msgspec.Raw


class Transaction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one line says, but for its own checksum.  Keys it does not know are left alone.

    One that *undoes* or *redoes* names a revision: every step from there on was taken
    back, or every step up to there was brought back.
    """

    revision: int
    at: datetime
    by: str
    what: str
    undoes: int = 0
    redoes: int = 0
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


class Flawed(Exception):  # noqa: N818 -- it is what it says
    """The file at *path* has a *flaw*; whoever knows the ledger tells what that means."""

    def __init__(self, path: Path, flaw: Flaw) -> None:
        super().__init__(path, flaw)
        self.path = path
        self.flaw = flaw


class Tail(NamedTuple):
    """The lines of a journal from the place *start* on.

    *end* is where the sound lines end, line end included, and *size* where the file
    does.  Between them lies a line that was never finished, and so never
    acknowledged.  After a *flaw* nothing more is read.
    """

    lines: list[Line]
    end: int
    size: int
    flaw: Flaw | None = None
    start: Place = BEGINNING


def append(path: Path, says: Transaction, end: int, size: int) -> Line:
    """Put a line after the first *end* bytes of a journal of *size*; bring it to the disk.

    Whatever lay behind them goes; a line end that is missing is put there.  On an
    error the journal ends as before.

    Raises: `OSError`, also if the journal has another size by now; `SaveUncertain` if
    the disk would not take the line, and would not let go of it either.
    """
    line = Pieces(says)
    _append(path, line, end, size)
    return Line(says, line.sum, end + line.length)


class Pieces:
    """The text of a line, piece by piece; *sum* and *length* are known when all are written.

    A change of 100,000 records has 50 MB, which nobody needs in one piece.
    """

    def __init__(self, says: Transaction) -> None:
        self.sum = ""
        self.length = 0
        self._says = says

    def __iter__(self) -> Iterator[bytes]:
        crc, size, parts = 0, 0, []
        for part in self._parts():
            parts.append(part)
            size += len(part)
            if size >= _PIECE_WRITTEN:
                text = b"".join(parts)
                crc, self.length = checksum(text, crc), self.length + size
                size, parts = 0, []
                yield text
        text = b"".join(parts)
        self.sum = written(checksum(text, crc))
        text += _SUM % self.sum.encode() + b"\n"
        self.length += len(text)
        yield text

    def _parts(self) -> Iterator[bytes]:
        """Yield the line up to its checksum: what is said around the changes, and them."""
        frame = encode(msgspec.structs.replace(self._says, changes=()))
        before, empty, after = frame.partition(b'"changes":[]')  # no text has bare quotes
        yield before + empty[:-1]
        between = b""
        for change in self._says.changes:
            yield between + encode(change)
            between = b","
        yield empty[-1:] + after[:-1]


def _append(path: Path, line: Iterable[bytes], end: int, size: int) -> None:
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
            if former != end:
                write_all(descriptor, b"\n")
            for piece in line:
                write_all(descriptor, piece)
            os.fsync(descriptor)
            if is_new:
                sync_folder(path.parent)
        except BaseException:
            _take_away(path, descriptor, former)
            raise
    finally:
        os.close(descriptor)


def _take_away(path: Path, descriptor: int, former: int) -> None:
    """Cut a journal back to its *former* end.  Raises: `SaveUncertain`."""
    try:
        os.ftruncate(descriptor, former)
    except OSError as error:
        raise SaveUncertain(path, reason(error)) from None


def read(path: Path, place: Place = BEGINNING, revision: int = 0) -> Tail:
    """Return the lines after *place*, which follow from *revision*.

    Where lines of finished years have been taken away before it, the same transaction
    is found elsewhere in the file.
    """
    seam = _seam(place)
    start = place.offset - len(seam)
    try:
        with path.open("rb") as file:
            file.seek(start)
            text = file.read()
            if not text.startswith(seam):
                file.seek(0)
                return _after(file.read(), place, revision)
    except FileNotFoundError:
        text = b""
        if seam:
            return Tail([], place.offset, 0, Flaw("seam", place.offset), place)
    return parse(text[len(seam) :], place, revision)


def _after(text: bytes, place: Place, revision: int) -> Tail:
    """Return the lines of a whole journal after the transaction *revision*, wherever it is."""
    for line in stretch(text).lines:
        if (line.says.revision, line.sum) == (revision, place.last):
            return parse(text[line.end :], Place(line.end, line.sum), revision)
    return Tail([], place.offset, len(text), Flaw("seam", place.offset), place)


def stretch(text: bytes) -> Tail:
    """Return the lines of a whole file, which may begin with any transaction."""
    body = text[: text.find(b"\n")]
    first = line_of(body, 0) if is_sound(body) else None
    if first is None:
        return parse(text, BEGINNING, 0)
    return parse(text, Place(0, first.says.previous), first.says.revision - 1)


def backwards(path: Path, end: int) -> Iterator[Line]:
    """Yield the lines that end at the byte *end* of a journal, the last one first.

    As much is read as is asked for.

    Raises: `Flawed`, `OSError`.
    """
    newer: Transaction | None = None
    with path.open("rb", buffering=0) as file:
        for body, stop in _bodies(file, end):
            offset = stop - len(body) - 1
            if not is_sound(body):
                raise Flawed(path, Flaw("line", offset))
            line = line_of(body, stop)
            if line is None:
                raise Flawed(path, Flaw("layout", offset))
            own = line.says.revision, line.sum
            if newer and own != (newer.revision - 1, newer.previous):
                raise Flawed(path, Flaw("order", offset))
            yield line
            newer = line.says


def _bodies(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int]]:
    """Yield the text of each line before *end*, last first, and where it ends."""
    at = min(end, file.seek(0, os.SEEK_END))
    at -= _read(file, max(0, at - 1), at) == b"\n"
    pieces: list[bytes] = []
    while at:
        begin = max(0, at - _PIECE)
        first, *others = _read(file, begin, at).split(b"\n")
        for part in reversed(others):
            body = b"".join((part, *reversed(pieces)))
            yield body, end
            end -= len(body) + 1
            pieces = []
        pieces.append(first)
        at = begin
    if pieces:
        yield b"".join(reversed(pieces)), end


def _read(file: BinaryIO, begin: int, end: int) -> bytes:
    file.seek(begin)
    return file.read(end - begin)


def parse(text: bytes, place: Place, revision: int) -> Tail:
    """Return the lines in *text*, which begins at *place*, up to the first flaw."""
    lines: list[Line] = []
    end, last, size = place.offset, place.last, place.offset + len(text)
    *whole, rest = text.split(b"\n")
    if is_sound(rest):  # all of the line but its end reached the disk: nothing is missing
        whole, rest = [*whole, rest], b""
    for body in whole:
        if not is_sound(body):
            return Tail(lines, end, size, Flaw("line", end), place)
        line = line_of(body, end + len(body) + 1)
        if line is None:
            return Tail(lines, end, size, Flaw("layout", end), place)
        if (line.says.revision, line.says.previous) != (revision + 1, last):
            return Tail(lines, end, size, Flaw("order", end), place)
        lines.append(line)
        end, last, revision = line.end, line.sum, revision + 1
    if is_sound(rest[:-1]):  # a line end that has become something else
        return Tail(lines, end, size, Flaw("line", end), place)
    return Tail(lines, end, size, None, place)


def is_sound(body: bytes) -> bool:
    """Return whether *body*, a line without its end, has the checksum that it ends in."""
    own = checksum(memoryview(body)[:-_SUM_LENGTH])
    return body[-_SUM_LENGTH:] == _SUM % written(own).encode()


def line_of(body: bytes, end: int) -> Line | None:
    """Return what the sound line *body* says, which ends at *end*; None if it is no line."""
    try:
        says = decode(body, Transaction)
    except msgspec.MsgspecError:
        return None
    return Line(says, body[-len('01234567"}') : -len('"}')].decode(), end)


def _seam(place: Place) -> bytes:
    """Return the bytes that must lie just before *place*."""
    return _SUM % place.last.encode() + b"\n" if place.offset else b""
