"""What is odd about a record though allowed: sentences for whoever has just saved it."""

from collections.abc import Iterator
from datetime import date, timedelta

from dealtrack.days import PartialDay, is_working, next_working
from dealtrack.model.agreement import Draft
from dealtrack.model.followup import FollowUp
from dealtrack.model.plan import in_force
from dealtrack.model.record import Record
from dealtrack.model.stages import BEFORE_SIGNING, STAGES
from dealtrack.model.trip import TripDraft
from dealtrack.model.values import Amount
from dealtrack.text import _

FAR_AHEAD = timedelta(days=5 * 366)

# Minor units of ISO 4217 where they are not two decimals
_WITHOUT_DECIMALS = {
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"),
    *("VUV", "XAF", "XOF", "XPF"),
}
_WITH_THREE = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}


def find_warnings(record: Record, today: date) -> Iterator[str]:
    """Yield what is odd about *record* though allowed."""
    yield from find_contradictions(record, today)
    if isinstance(record, Draft):
        yield from _money(record)
    for one in record.follow_ups:
        yield from _due(one, today)


def find_contradictions(record: Record, today: date) -> Iterator[str]:
    """Yield the days in *record* that cannot all be right."""
    match record:
        case Draft():
            yield from _signing(record, today)
            yield from _stages(record, today)
            yield from _plans(record)
            for one in record.follow_ups:
                yield from _due_before_signing(record, one, today)
        case TripDraft():
            yield from _trip(record, today)
    yield from _solved(record)


def _signing(draft: Draft, today: date) -> Iterator[str]:
    if draft.signed and draft.signed.earliest > today:
        yield _("Signed in the future: {day}.").format(day=draft.signed)
    for one in draft.stages:
        if one.stage == "signed" and one.on and draft.signed not in {None, one.on}:
            yield _(
                "Two days of signing are noted, {day} and {other}; the first one counts."
            ).format(day=draft.signed, other=one.on)


def _stages(draft: Draft, today: date) -> Iterator[str]:
    """Yield stages that nobody can have reached yet, or not before the paper was signed."""
    signed = draft.signed
    for one in draft.stages:
        if one.on is None or one.stage == "signed":
            continue
        said = {"stage": STAGES.name(one.stage), "day": one.on}
        if one.on.earliest > today:
            yield _("“{stage}” is dated in the future: {day}.").format(**said)
        if signed and one.stage not in BEFORE_SIGNING and one.on.latest < signed.earliest:
            yield _(
                "“{stage}” is dated {day}, before the signing ({signed}); "
                "it counts as signed from the earlier day."
            ).format(**said, signed=signed)


def _plans(draft: Draft) -> Iterator[str]:
    """Yield what is planned before the signing, its own day, or an earlier stage."""
    if not draft.plan:
        return
    ends = in_force(draft.plan, date.max)
    since = {one.stage: one.since for one in draft.plan if one.by == ends.get(one.stage)}
    earlier: list[tuple[str, PartialDay]] = []
    for stage, by in ends.items():
        said = {"stage": STAGES.name(stage), "day": by}
        noted = since.get(stage)
        if draft.signed and stage not in BEFORE_SIGNING and by.latest < draft.signed.earliest:
            yield _("“{stage}” is planned by {day}, before the signing ({signed}).").format(
                **said, signed=draft.signed
            )
        elif noted and by.latest < noted:
            yield _(
                "“{stage}” is planned by {day}, before the day it was planned ({noted})."
            ).format(**said, noted=noted)
        for other, then in earlier:
            if by.latest < then.earliest:
                yield _("“{stage}” is planned by {day}, before “{other}” ({then}).").format(
                    **said, other=STAGES.name(other), then=then
                )
        earlier.append((stage, by))


def _money(draft: Draft) -> Iterator[str]:
    promised = (f.promise.amount for f in draft.follow_ups if f.promise)
    for amount in (draft.amount, *(f.amount for f in draft.funds), *promised):
        if amount and _is_too_fine(amount):
            yield _("{value} {currency} has more decimals than this currency.").format(
                value=f"{amount.value:f}", currency=amount.currency
            )


def _is_too_fine(amount: Amount) -> bool:
    three = 3 if amount.currency in _WITH_THREE else 2
    decimals = 0 if amount.currency in _WITHOUT_DECIMALS else three
    return amount.value != round(amount.value, decimals)


def _trip(trip: TripDraft, today: date) -> Iterator[str]:
    if trip.start and trip.start.earliest > today:
        yield _("The trip begins in the future: {day}.").format(day=trip.start)
    for visit in trip.visits:
        if visit.on and _is_outside(visit.on, trip):
            yield _("The visit to “{name}” on {day} is outside the days of the trip.").format(
                name=visit.organisation, day=visit.on
            )


def _is_outside(on: PartialDay, trip: TripDraft) -> bool:
    before = trip.start is not None and on.latest < trip.start.earliest
    return before or (trip.end is not None and on.earliest > trip.end.latest)


def _due_before_signing(draft: Draft, one: FollowUp, today: date) -> Iterator[str]:
    due = one.due_day(date.max)
    if due and draft.signed and due < draft.signed.earliest and one.is_open(today):
        yield _("“{task}” is due on {due}, before the signing ({signed}).").format(
            task=one.task, due=due, signed=draft.signed
        )


def _due(one: FollowUp, today: date) -> Iterator[str]:
    due = one.due_day(date.max)
    if due is None or not one.is_open(today):
        return
    if due - today > FAR_AHEAD:
        yield _("“{task}” is due on {due}, more than five years ahead.").format(
            task=one.task, due=due
        )
    if due >= today and not is_working(due):
        yield _(
            "“{task}” is due on a day off ({due}). The next working day is {working}."
        ).format(task=one.task, due=due, working=next_working(due))


def _solved(record: Record) -> Iterator[str]:
    for one in (*record.problems, *(p for f in record.follow_ups for p in f.problems)):
        if one.solved and one.solved < one.noted:
            yield _("“{problem}” is solved on {solved}, before it was noted ({noted}).").format(
                problem=one.text, solved=one.solved, noted=one.noted
            )
