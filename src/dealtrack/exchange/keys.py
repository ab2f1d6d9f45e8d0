"""The keys of records: how the same file is known again.

A record's key is the one its file gives it, else a digest of what it is called
by: a trip of its title and first day, an agreement of its trip, its title and
its parties.
"""

import re
from hashlib import sha256
from typing import TypeVar

from msgspec.structs import replace

from dealtrack.model import Draft, TripDraft
from dealtrack.model.words import folded

R = TypeVar("R", Draft, TripDraft)

_LENGTH = 16  # 64 bits: no two of a million records agree by chance


def digest_of(record: Draft | TripDraft, trip: TripDraft | None = None) -> str:
    """Return the digest of *record*, an agreement together with its *trip*."""
    match record:
        case Draft():
            names = [party.name for party in record.parties]
            return _digest("agreement", *_called(trip), record.title, *names)
        case TripDraft():
            return _digest("trip", *_called(record))


def keyed(record: R, trip: TripDraft | None = None) -> R:
    """Return *record* with a key."""
    return record if record.key else replace(record, key=digest_of(record, trip))


def may_be_one(record: Draft | TripDraft, other: Draft | TripDraft) -> bool:
    """Whether the keys of two records allow that they are one: not if both were chosen."""
    return not (_is_chosen(record.key) and _is_chosen(other.key))


def _is_chosen(key: str) -> bool:
    return bool(key) and not re.fullmatch(rf"[0-9a-f]{{{_LENGTH}}}", key)


def _called(trip: TripDraft | None) -> tuple[str, str]:
    return (trip.title, str(trip.start or "")) if trip else ("", "")


def _digest(*names: str) -> str:
    said = "\n".join(folded(name) for name in names)
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:_LENGTH]
