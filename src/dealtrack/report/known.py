"""What was already there on a day: the filter that keeps later facts out of a report.

A fact without a day counts as having been there all along, and a partial day
counts from its earliest.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from dealtrack.days import PartialDay
from dealtrack.model import (
    Agreement,
    FollowUp,
    Kept,
    Note,
    Problem,
    Record,
    Source,
    Trip,
    TripDraft,
    Visit,
)

R = TypeVar("R", Agreement, Trip)


def is_by(on: PartialDay | date | None, day: date) -> bool:
    """Whether what happened *on* a day, known or not, had happened by *day*."""
    first = on.earliest if isinstance(on, PartialDay) else on
    return first is None or first <= day


def has_begun(record: Kept, day: date) -> bool:
    """Whether *record* had begun by *day*: nothing of a later one is to be told."""
    return is_by(record.known_from(), day)


def begun(records: Iterable[R], day: date) -> tuple[R, ...]:
    """Return those of *records* that had begun by *day*."""
    return tuple(record for record in records if has_begun(record, day))


def by_trip(agreements: Iterable[Agreement]) -> dict[int, tuple[Agreement, ...]]:
    """Return *agreements* by the id of the trip they were made on; without those of none."""
    found: dict[int, tuple[Agreement, ...]] = {}
    for one in agreements:
        if one.trip is not None:
            found[one.trip] = (*found.get(one.trip, ()), one)
    return found


def signed_day(agreement: Agreement, day: date) -> PartialDay | None:
    """Return the day of signing, if it is known and was by *day*."""
    stages = (r.on for r in agreement.stages if r.stage == "signed")
    signed = agreement.signed or next(stages, None)
    return signed if is_by(signed, day) else None


def follow_ups_by(record: Record, day: date) -> tuple[FollowUp, ...]:
    """Return the follow-ups that had been set by *day*."""
    return tuple(f for f in record.follow_ups if is_by(f.since, day))


def notes_by(record: Record, day: date) -> tuple[tuple[str, Note], ...]:
    """Return the notes on *record* and its follow-ups by *day* with refs, the oldest first."""
    found = [(record.ref, n) for n in record.notes]
    for one in follow_ups_by(record, day):
        found += [(f"{record.ref}.{one.number}", n) for n in one.notes]
    return tuple(sorted((f for f in found if f[1].on <= day), key=lambda f: f[1].on))


def problems_by(record: Record, day: date) -> tuple[tuple[str, Problem], ...]:
    """Return the problems open on *day* with their refs (``17.0.1``), the oldest first."""
    found = [(f"{record.ref}.0.{p.number}", p) for p in record.problems]
    for one in follow_ups_by(record, day):
        found += [(f"{record.ref}.{one.number}.{p.number}", p) for p in one.problems]
    return tuple(sorted((f for f in found if f[1].is_open(day)), key=lambda f: f[1].noted))


def visits_by(trip: TripDraft, day: date) -> tuple[Visit, ...]:
    """Return the visits made by *day*; one without a day was made as the trip began."""
    return tuple(v for v in trip.visits if is_by(v.on or trip.start, day))


def sources_by(record: Record, day: date) -> tuple[Source, ...]:
    """Return the sources that were published by *day*."""
    return tuple(s for s in record.sources if is_by(s.published, day))


def trip_days(trip: TripDraft) -> PartialDay | None:
    """Return the days of *trip* as one partial day: the interval from start to end.

    Where the two make no interval, as July and 15 July do, it is the start.
    """
    if trip.start is None or trip.end is None:
        return trip.start or trip.end
    first, last = trip.start.text.split("/")[0], trip.end.text.split("/")[-1]
    try:
        return PartialDay.read(f"{first}/{last}")
    except ValueError:
        return trip.start
