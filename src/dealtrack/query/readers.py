"""How the values that are asked about are read from an entry.

A reader returns a tuple: nothing where there is no value, several where there
are several.  What can change over time is read as it stood on the entry's day.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from dealtrack.days import PartialDay, months_until
from dealtrack.model import Agreement, Amount, Entry, FollowUp, Kept, Person, Problem, Trip
from dealtrack.model.stages import STAGES
from dealtrack.query.expr import Value
from dealtrack.query.words import plain

Values = tuple[Value, ...]
Read = Callable[[Entry], Values]


def values(found: Any) -> Values:
    """Return what was found as a tuple: empty for what is missing, a partial day's earliest."""
    if found is None or found in ("", ()):
        return ()
    if isinstance(found, tuple):
        return tuple(dict.fromkeys(one for one in found if one != ""))
    return (found.earliest if isinstance(found, PartialDay) else found,)


def of_record(read: Callable[[Kept, date], Any]) -> Read:
    """Read from the agreement or the trip, once for all of its entries: they come together."""
    last: tuple[Kept | None, date, Values] = (None, date.min, ())

    def reader(entry: Entry) -> Values:
        nonlocal last
        record, day, found = last
        if record is not entry.record or day != entry.as_of:
            found = values(read(entry.record, entry.as_of))
            last = (entry.record, entry.as_of, found)
        return found

    return reader


def of_agreement(read: Callable[[Agreement, date], Any]) -> Read:
    """Read from the agreement; a trip has no such value."""
    return of_record(lambda record, d: read(record, d) if isinstance(record, Agreement) else ())


def of_trip(read: Callable[[Trip, date], Any]) -> Read:
    """Read from the trip; an agreement has no such value."""
    return of_record(lambda record, d: read(record, d) if isinstance(record, Trip) else ())


def of_task(read: Callable[[FollowUp, date], Any]) -> Read:
    """Read from the follow-up; an entry without one has no such value."""

    def reader(entry: Entry) -> Values:
        task = entry.follow_up
        return values(read(task, entry.as_of)) if task else ()

    return reader


def of_entry(read: Callable[[Entry], Any]) -> Read:
    """Read from the follow-up together with its record."""
    return lambda entry: values(read(entry))


def names(people: Iterable[Person | None]) -> tuple[str, ...]:
    """Return each of *people* twice: the name alone, and with post and organisation."""
    return tuple(text for one in people if one for text in (one.name, str(one)))


def parties(agreement: Agreement, side: str = "") -> tuple[str, ...]:
    """Return the names of the parties, all of them or those of one side."""
    return tuple([party.name for party in agreement.parties if side in {"", party.side}])


def signatories(agreement: Agreement) -> Iterator[Person]:
    """Yield who signed for a party."""
    return (party.signatory for party in agreement.parties if party.signatory)


def people(record: Kept) -> Iterator[Person | None]:
    """Yield everybody whom the record names."""
    match record:
        case Agreement():
            yield from (*signatories(record), *record.witnesses)
        case Trip():
            yield from (record.lead, *record.members, *record.people_met)


def everybody(record: Kept) -> tuple[str, ...]:
    """Return every name in the record: as it is written, and as names are compared."""
    return tuple([text for name in names_in(record) if name for text in (name, plain(name))])


def names_in(record: Kept) -> list[str]:
    """Return every name in the record as it is written; some are empty, some come twice."""
    persons = [one for one in people(record) if one]
    found = [*(p.name for p in persons), *(p.organisation for p in persons)]
    for part in (record, *record.follow_ups):
        found += [text for one in part.assignments for text in (one.owner, one.unit)]
    found += [partner for one in record.follow_ups for partner in one.partners]
    match record:
        case Agreement():
            found += parties(record)
        case Trip():
            found += [visit.organisation for visit in record.visits]
            found += [one.by for one in record.all_intentions]
    return found


def signed(agreement: Agreement) -> PartialDay | None:
    """Return the day of signing, which may stand in the log of stages alone."""
    logged = (reached.on for reached in agreement.stages if reached.stage == "signed")
    return agreement.signed or next(logged, None)


def reached(agreement: Agreement, day: date) -> tuple[str, ...]:
    """Return the stages reached by *day*, with those that they imply."""
    known = agreement.all_reached(day)
    return tuple(stage for stage in STAGES.keys if stage in known)


def reached_on(stage: str) -> Callable[[Agreement, date], PartialDay | None]:
    """Return what reads on which day *stage*, or a later one, was reached."""
    return lambda agreement, day: agreement.reached_by(stage, day)


def months_to(stage: str) -> Callable[[Agreement, date], int | None]:
    """Return what reads within how many months of signing *stage* was reached."""

    def months(agreement: Agreement, day: date) -> int | None:
        begin, on = signed(agreement), agreement.reached_by(stage, day)
        return months_until(begin.earliest, on.earliest) if begin and on else None

    return months


def sort_of(record: Kept, day: date) -> str:
    """Return which sort of record it is, a key of `RECORDS`."""
    return "trip" if isinstance(record, Trip) else "agreement"


def places(record: Kept) -> tuple[str, ...]:
    """Return where it was signed, or where the trip went."""
    if isinstance(record, Agreement):
        return (record.place,)
    return (*record.places, *(visit.place for visit in record.visits))


def trip(record: Kept) -> str:
    """Return the ref of the trip itself, or of the one the agreement was signed on."""
    if isinstance(record, Trip):
        return record.ref
    return "" if record.trip is None else f"T{record.trip}"


def funds(agreement: Agreement, day: date) -> tuple[Value, ...]:
    """Return the money in place by *day*, one amount for each currency."""
    arrived: dict[str, Any] = {}
    for one in agreement.funds:
        if one.on <= day:
            code = one.amount.currency
            arrived[code] = arrived.get(code, 0) + one.amount.value
    return tuple(Amount(value=value, currency=code) for code, value in arrived.items())


def intentions(trip: Trip) -> tuple[str, ...]:
    """Return the intentions heard on a trip, and whose they are."""
    return tuple(text for one in trip.all_intentions for text in (one.text, one.by))


def visits(trip: Trip) -> tuple[str, ...]:
    """Return whom the trip called on, and what was seen there."""
    return tuple(text for visit in trip.visits for text in (visit.organisation, visit.saw))


def sources(record: Kept) -> tuple[str, ...]:
    """Return titles, addresses and files of the sources."""
    return tuple(text for s in record.sources for text in (s.title, s.url, s.file))


def notes(entry: Entry) -> tuple[str, ...]:
    """Return the notes made by then on the record and on the follow-up."""
    task = entry.follow_up.notes if entry.follow_up else ()
    return tuple(n.text for n in (*entry.record.notes, *task) if n.on <= entry.as_of)


def problems(entry: Entry) -> Iterator[Problem]:
    """Yield what stood unsolved then, of the record and of the follow-up."""
    task = entry.follow_up.problems if entry.follow_up else ()
    return (p for p in (*entry.record.problems, *task) if p.is_open(entry.as_of))
