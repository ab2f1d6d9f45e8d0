"""Whether the records of a ledger agree with one another and with themselves."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from msgspec import structs

from dealtrack.model import Agreement, Draft, Kept, Record, Trip
from dealtrack.model.rules import find_problems
from dealtrack.model.stages import STAGES, implied_by
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.model.warnings import find_contradictions
from dealtrack.query.registry import NOBODY, Organisations
from dealtrack.report.doctor import Check, Finding, judged
from dealtrack.report.duplicates import check_agreements, check_organisations


def check_records(
    records: Sequence[Kept], today: date, known: Organisations = NOBODY
) -> Iterator[Check]:
    """Yield the checks that need nothing but all *records*, and what is *known* of names."""
    yield _references(records)
    yield _days(records, today)
    yield _words(records)
    yield check_organisations(records, known)
    yield check_agreements(records)


def find_broken(records: Iterable[Kept]) -> Iterator[Finding]:
    """Yield every rule of the data that a record breaks, but for words nobody knows."""
    for record in records:
        own = record.sectors if isinstance(record, Agreement) else ()
        for problem in find_problems(record, (*SECTORS.keys, *own)):
            if problem.field != "kind" and not problem.field.endswith(".stage"):
                yield _of(record, "broken", why=str(problem))


def _references(records: Sequence[Kept]) -> Check:
    known = {record.ref: record for record in records}
    agreements = [r for r in records if isinstance(r, Agreement)]
    found = [finding for one in agreements for finding in _dangling(one, known)]
    found += [f for one in records if isinstance(one, Trip) for f in _lost(one, known)]
    return judged("references", found)


def _dangling(agreement: Agreement, known: dict[str, Kept]) -> Iterator[Finding]:
    if agreement.trip is not None and f"T{agreement.trip}" not in known:
        yield _of(agreement, "trip", to=str(agreement.trip))
    for link in agreement.links:
        earlier = known.get(str(link.to))
        if not isinstance(earlier, Agreement):
            yield _of(agreement, "link", to=str(link.to))
        elif _is_signed_before(agreement, earlier):
            yield _of(agreement, "later", to=str(link.to))


def _lost(trip: Trip, known: dict[str, Kept]) -> Iterator[Finding]:
    """Yield the agreements that an intention is said to have become, and are not there."""
    for one in trip.all_intentions:
        for id_ in one.became:
            if not isinstance(known.get(str(id_)), Agreement):
                yield _of(trip, "became", to=str(id_))


def _is_signed_before(one: Agreement, other: Agreement) -> bool:
    """Whether *one* was signed before *other*, for sure."""
    if one.signed is None or other.signed is None:
        return False
    return one.signed.latest < other.signed.earliest


def _days(records: Iterable[Kept], today: date) -> Check:
    return judged("days", [f for record in records for f in _disorder(record, today)])


def _disorder(record: Kept, today: date) -> Iterator[Finding]:
    for why in find_contradictions(record, today):
        yield _of(record, "odd", why=why)
    if isinstance(record, Agreement):
        yield from _going_back(record)
    for day in sorted({day for day in _entered(record) if day > today}):
        yield _of(record, "future", day=day.isoformat())


def _going_back(agreement: Agreement) -> Iterator[Finding]:
    """Yield stages that were reached before one that comes first on their track."""
    dated = [(s.stage, s.on) for s in agreement.stages if s.on and s.stage in STAGES]
    for pair in combinations(dated, 2):
        for (first, on), (then, after) in (pair, pair[::-1]):
            if first != then and first in implied_by(then) and after.latest < on.earliest:
                yield _of(
                    agreement,
                    "back",
                    stage=STAGES.name(then),
                    day=str(after),
                    earlier=STAGES.name(first),
                    other=str(on),
                )


def _entered(record: Record) -> Iterator[date]:
    """Yield the days of what was entered as having happened."""
    yield from record.work_days()
    for problem in (*record.problems, *(p for f in record.follow_ups for p in f.problems)):
        yield problem.noted
        if problem.solved:
            yield problem.solved
    for one in record.follow_ups:
        yield from (postponement.on for postponement in one.postponements)
    if isinstance(record, Draft):
        yield from (change.on for change in record.statuses)
        yield from (funds.on for funds in record.funds)


def _words(records: Iterable[Kept]) -> Check:
    agreements = (record for record in records if isinstance(record, Agreement))
    return judged("words", [f for one in agreements for f in _unknown(one)])


def _unknown(agreement: Agreement) -> Iterator[Finding]:
    if agreement.kind and agreement.kind not in KINDS:
        yield _of(agreement, "kind", word=agreement.kind)
    for sector in agreement.sectors:
        if sector not in SECTORS:
            found = _of(agreement, "sector", word=sector)
            yield structs.replace(found, command=_sector_command(sector))
    for reached in agreement.stages:
        if reached.stage not in STAGES:
            yield _of(agreement, "stage", word=reached.stage)


def _sector_command(sector: str) -> str:
    """Return what makes an unknown *sector* the nearest of the list, or puts it there."""
    typed = shlex.quote(sector)
    for near in SECTORS.nearest(sector, 1):
        return f"dealtrack sector merge {typed} {near}"
    return f"dealtrack sector add {typed}"


def _of(record: Kept, says: str, **facts: str) -> Finding:
    command = f"dealtrack edit {record.ref}"
    return Finding(says=says, facts={"ref": record.ref, **facts}, command=command)
