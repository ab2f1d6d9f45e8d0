"""Whether a copy holds what its source does: both are read once more, side by side."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import zip_longest
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.errors import CopyDiffers
from dealtrack.model.held import name_of
from dealtrack.store.kinds import KINDS
from dealtrack.store.moving.loading import Step
from dealtrack.store.moving.source import Source, Told
from dealtrack.text import _


class Counts(NamedTuple):
    """How much was found the same on both sides."""

    records: dict[str, int]
    lines: int
    attachments: int


def compare(source: Source, made: Source, step: Step) -> Counts:
    """Compare record by record, line by line, attachment by attachment.

    Raises: `CopyDiffers`, with the first that is not the same.
    """
    records = {table: _records(source, made, table, step) for table in KINDS}
    counts = Counts(records, _lines(source, made, step), _attachments(source, made, step))
    if dict(source.counters) != dict(made.counters):
        raise CopyDiffers(made.place, _("the ids that were given"))
    return counts


def _records(source: Source, made: Source, table: str, step: Step) -> int:
    n = 0
    for one, other in zip_longest(source.records(table), made.records(table)):
        if one != other:
            id_ = min(kept[0] for kept in (one, other) if kept)
            raise CopyDiffers(made.place, name_of(table, id_))
        n += 1
        step(1)
    return n


def _lines(source: Source, made: Source, step: Step) -> int:
    n = 0
    for one, other in zip_longest(_said(source.lines()), _said(made.lines())):
        if one is None or other is None or one.says != other.says:
            first = min(told.says.revision for told in (one, other) if told)
            raise CopyDiffers(made.place, _("revision {n}").format(n=first))
        n += 1
        step(1)
    return n


def _said(lines: Iterator[Told]) -> Iterator[Told]:
    """Yield lines as they are wherever they are kept."""
    for told in lines:
        yield told._replace(says=replace(told.says, previous=""))


def _attachments(source: Source, made: Source, step: Step) -> int:
    n = 0
    for one, other in zip_longest(source.attachments(), made.attachments()):
        if one is None or other is None or one != other:
            raise CopyDiffers(made.place, min(name for name in (one, other) if name))
        if sha256(source.attachment(one)).digest() != sha256(made.attachment(one)).digest():
            raise CopyDiffers(made.place, one)
        n += 1
        step(1)
    return n
