"""The sound lines of a journal, whatever became of the lines between them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from dealtrack.model.codec import decode
from dealtrack.store.disk.checkpoint import checksum, written
from dealtrack.store.disk.journal import Transaction

_SUM = b',"sum":"%s"}'
_SUM_LENGTH = len(_SUM % b"01234567")
_BEGIN = re.compile(rb'\{"revision":')
_END = re.compile(rb',"sum":"[0-9a-f]{8}"\}')
_COUNTERS = re.compile(rb'"counters":\{([^{}]*)\}')
_COUNTER = re.compile(rb'"(\w+)":(\d{1,9})\b')
_SAID = re.compile(rb'"(by|what|at)":"((?:[^"\\]|\\.)*)"')


class Sound(NamedTuple):
    """A line whose checksum is right: what it says, its checksum, and its bytes."""

    says: Transaction
    sum: str
    body: bytes


class Piece(NamedTuple):
    """What lies between two line ends of a journal; *line* if it is sound.

    *number* counts from 1.  A piece that is not *ended* was never acknowledged.
    """

    number: int
    body: bytes
    is_ended: bool
    line: Sound | None


def pieces(text: bytes) -> Iterator[Piece]:
    """Yield the pieces of the journal *text*, sound or not."""
    *whole, rest = text.split(b"\n")
    for number, body in enumerate(whole, 1):
        yield Piece(number, body, True, read(body))
    if rest:
        yield Piece(len(whole) + 1, rest, False, read(rest))


def read(body: bytes) -> Sound | None:
    """Return the line that *body* is, None if it is not sound."""
    own = written(checksum(memoryview(body)[:-_SUM_LENGTH]))
    if body[-_SUM_LENGTH:] != _SUM % own.encode():
        return None
    try:
        return Sound(decode(body, Transaction), own, body)
    except msgspec.MsgspecError:
        return None


def within(piece: Piece) -> list[Sound]:
    """Return the sound lines in an unsound *piece*: its line ends may be what was damaged."""
    begins = [found.start() for found in _BEGIN.finditer(piece.body)]
    ends = [found.end() for found in _END.finditer(piece.body)]
    spans = ((b, min((e for e in ends if e > b), default=b)) for b in begins)
    return [line for b, e in spans if (line := read(piece.body[b:e]))]


def begins(piece: Piece) -> bool:
    """Whether an unsound *piece* begins as an acknowledged line does."""
    return piece.is_ended and piece.body.startswith(b'{"rev')


def ends(piece: Piece) -> bool:
    """Whether an unsound *piece* ends as an acknowledged line does."""
    return piece.is_ended and piece.body.endswith(b'"}')


class Said(NamedTuple):
    """What a damaged line seems to say: when, by whom, with which words, up to which ids."""

    at: str = ""
    by: str = ""
    what: str = ""
    counters: dict[str, int] = {}  # noqa: RUF012 -- never changed


def said_in(piece: Piece) -> Said:
    """Return what can still be read of an unsound *piece*."""
    head = piece.body.partition(b'"changes":')[0]
    found = {
        name.decode(): value.decode(errors="replace") for name, value in _SAID.findall(head)
    }
    at = found.get("at", "")[:16].replace("T", " ")
    numbers = _COUNTERS.findall(piece.body)[-1:]
    counters = {name.decode(): int(n) for text in numbers for name, n in _COUNTER.findall(text)}
    return Said(at, found.get("by", ""), found.get("what", ""), counters)
