"""The dated facts of a record, one by one, and how each is said."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import UNNAMED, Agreement, Amount, FollowUp, Kept, Problem, Trip
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import COLOURS, PROMISE_STATES, RELATIONS, STATES, STATUSES
from dealtrack.report.known import follow_ups_by, is_by, sources_by
from dealtrack.report.slips import SlipLine, is_open
from dealtrack.report.words import day_text, money, say_name
from dealtrack.text import _, listed

Sort = Literal[
    "trip-start",
    "trip-end",
    "visit",
    "signed",
    "expires",
    "stage",
    "status",
    "funds",
    "set",
    "due",
    "first-due",
    "postponed",
    "waits",
    "freed",
    "state",
    "promise",
    "problem",
    "solve-by",
    "solved",
    "handover",
    "note",
    "published",
    "earlier",
    "later",
    "on-trip",
    "slip",
    "slip-deadline",
    "slip-closed",
    "plan",
    "plan-dropped",
    "planned",
]

_PLANS = {"expires", "trip-start", "trip-end", "visit", "planned"}


class Event(Struct, frozen=True):
    """Something that happened, or is due, on a day; no day: it is not known which.

    *ref* is what it happened to.  *word* is the key of a stage, status, state, step
    or relation, or the ref of what is waited for; *text* and *note* are the record's own words.
    """

    sort: Sort
    on: PartialDay | None
    ref: str
    text: str = ""
    note: str = ""
    word: str = ""
    who: str = ""
    amount: Amount | None = None
    to: PartialDay | None = None
    is_overdue: bool = False


def events_of(record: Kept, as_of: date) -> Iterator[Event]:
    """Yield what had happened to *record* by *as_of*, and what was to come on a known day."""
    found = (
        (*_of_agreement(record), *_planned(record, as_of))
        if isinstance(record, Agreement)
        else _of_trip(record)
    )
    for event in (*found, *_handovers(record, record.ref, ""), *_sources(record, as_of)):
        if event.sort in _PLANS or is_by(event.on, as_of):
            yield event
    for note in record.notes:
        if note.on <= as_of:
            yield Event("note", _at(note.on), record.ref, note.text, who=note.author)
    yield from _problems(record.problems, f"{record.ref}.0", as_of)
    for one in follow_ups_by(record, as_of):
        yield from _of_follow_up(one, f"{record.ref}.{one.number}", as_of)


def slip_events(lines: Iterable[SlipLine]) -> Iterator[Event]:
    """Yield what became of supervision slips, and the deadlines of those that are open."""
    for one in lines:
        who = one.unit or one.owner
        yield Event("slip", _at(one.issued), one.about, one.number, word=one.colour, who=who)
        if is_open(one):
            is_late = one.state == "overdue"
            day = _at(one.deadline)
            yield Event("slip-deadline", day, one.about, one.number, is_overdue=is_late)
        if one.closed:
            yield Event("slip-closed", _at(one.closed), one.about, one.number, one.outcome)


def say_event(event: Event) -> str:
    """Say what happened, in one line."""
    sentences = {
        "trip-start": _("Trip begins"),
        "trip-end": _("Trip ends"),
        "visit": _("Visited {text}")
        if event.text != UNNAMED
        else _("Visited an organisation that is not named"),
        "signed": _("Signed"),
        "expires": _("Expires"),
        "stage": _("Stage reached: {word}"),
        "status": _("Status: {word}"),
        "funds": _("Funds in place: {amount}"),
        "set": _("Set: {text}"),
        "due": _("Due: {text}"),
        "first-due": _("First due: {text}"),
        "postponed": _("Postponed to {to}: {text}"),
        "waits": _("Waits for {word}: {text}"),
        "freed": _("Waits for {word} no longer: {text}"),
        "state": _("{word}: {text}"),
        "promise": _("{word}: {text}"),
        "problem": _("Problem: {text}"),
        "solve-by": _("Problem to be solved: {text}"),
        "solved": _("Problem solved: {text}"),
        "handover": _("Handed over: {text}"),
        "note": _("Note: {text}"),
        "published": _("Published: {text}"),
        "earlier": _("Signed: {text} (this one {word} it)"),
        "later": _("Signed: {text} ({word} this one)"),
        "on-trip": _("Signed on this trip: {text}"),
        "slip": _("Supervision slip {text} ({word})"),
        "slip-deadline": _("Deadline of supervision slip {text}"),
        "slip-closed": _("Supervision slip {text} closed"),
        "plan": _("Plan: {word} by {to}"),
        "plan-dropped": _("Planned no longer: {word}"),
        "planned": _("Planned: {word}"),
    }
    said = sentences[event.sort].format(
        text=say_name(event.text),
        word=_say_word(event),
        to=day_text(event.to),
        amount=money(event.amount) if event.amount else "",
    )
    return said[:1].upper() + said[1:]


def _say_word(event: Event) -> str:
    vocabulary = {
        "slip": COLOURS,
        **dict.fromkeys(("stage", "plan", "plan-dropped", "planned"), STAGES),
        "status": STATUSES,
        "state": STATES,
        "promise": PROMISE_STATES,
    }.get(event.sort, RELATIONS)
    return vocabulary.name(event.word)


def _at(day: date) -> PartialDay:
    return PartialDay.of(day)


def _of_agreement(agreement: Agreement) -> Iterator[Event]:
    ref = agreement.ref
    if agreement.signed or not agreement.stages:
        yield Event("signed", agreement.signed, ref, note=agreement.place)
    for reached in agreement.stages:
        if not (reached.stage == "signed" and agreement.signed):
            yield Event("stage", reached.on, ref, note=reached.note, word=reached.stage)
    for change in agreement.statuses:
        yield Event("status", _at(change.on), ref, note=change.reason, word=change.status)
    for funds in agreement.funds:
        yield Event("funds", _at(funds.on), ref, note=funds.note, amount=funds.amount)
    if agreement.expires:
        yield Event("expires", agreement.expires, ref)


def _planned(agreement: Agreement, as_of: date) -> Iterator[Event]:
    """Yield what was planned and when, and the planned days of what was not reached then."""
    ref = agreement.ref
    for one in agreement.plan:
        if one.since:
            sort: Sort = "plan" if one.by else "plan-dropped"
            note, day = one.reason, _at(one.since)
            yield Event(sort, day, ref, note=note, word=one.stage, to=one.by)
    reached = agreement.all_reached(as_of)
    for stage, by in agreement.planned(as_of).items():
        if stage not in reached:
            is_late = by.latest < as_of
            yield Event("planned", by, ref, word=stage, is_overdue=is_late)


def _of_trip(trip: Trip) -> Iterator[Event]:
    yield Event("trip-start", trip.start, trip.ref, note=listed(trip.places))
    for visit in trip.visits:
        yield Event("visit", visit.on, trip.ref, visit.organisation, note=visit.place)
    if trip.end:
        yield Event("trip-end", trip.end, trip.ref)


def _sources(record: Kept, as_of: date) -> Iterator[Event]:
    for source in sources_by(record, as_of):
        if source.published:
            text = source.title or source.url or source.file
            yield Event("published", source.published, record.ref, text)


def _handovers(part: Kept | FollowUp, ref: str, task: str) -> Iterator[Event]:
    for one in part.assignments:
        if one.since:
            whom = listed(p for p in (one.unit, one.owner) if p)
            yield Event("handover", _at(one.since), ref, whom, note=task)


def _problems(problems: tuple[Problem, ...], ref: str, as_of: date) -> Iterator[Event]:
    for one in problems:
        if one.noted > as_of:
            continue
        own = f"{ref}.{one.number}"
        yield Event("problem", _at(one.noted), own, one.text, who=one.solver)
        if one.solved and one.solved <= as_of:
            yield Event("solved", _at(one.solved), own, one.text, note=one.solution)
        elif one.by:
            yield Event("solve-by", _at(one.by), own, one.text, who=one.solver)


def _of_follow_up(one: FollowUp, ref: str, as_of: date) -> Iterator[Event]:
    happened = (*_handovers(one, ref, one.task), *_steps(one, ref), *_waits(one, ref))
    if one.since:
        yield Event("set", _at(one.since), ref, one.task)
    yield from _dues(one, ref, as_of)
    yield from (event for event in happened if is_by(event.on, as_of))
    yield from _problems(one.problems, ref, as_of)


def _dues(one: FollowUp, ref: str, as_of: date) -> Iterator[Event]:
    """Yield the first due day, and the present one if it is another or has no day."""
    due, owner = one.due_day(as_of), one.assigned(as_of).owner
    if one.due and one.due != due:
        yield Event("first-due", _at(one.due), ref, one.task, who=owner)
    if due and (due <= as_of or one.is_open(as_of)):
        late = one.is_overdue(as_of)
        yield Event("due", _at(due), ref, one.task, who=owner, is_overdue=late)
    elif one.due_text and not due and one.is_open(as_of):
        yield Event("due", None, ref, one.task, note=one.due_text, who=owner)


def _waits(one: FollowUp, ref: str) -> Iterator[Event]:
    """Yield what had to be closed before *one* could begin, and when that was over."""
    record = ref.rpartition(".")[0]
    for wait in one.waits:
        other = f"{record}{wait.on}" if wait.on[:1] == "." else wait.on
        since = wait.since or one.since
        yield Event("waits", _at(since) if since else None, ref, one.task, word=other)
        if wait.until:
            yield Event("freed", _at(wait.until), ref, one.task, word=other)


def _steps(one: FollowUp, ref: str) -> Iterator[Event]:
    for moved in one.postponements:
        yield Event(
            "postponed",
            _at(moved.on),
            ref,
            one.task,
            note=moved.reason,
            who=moved.approver,
            to=_at(moved.to),
        )
    for change in one.states:
        yield Event(
            "state",
            _at(change.on),
            ref,
            one.task,
            note=change.note,
            word=change.state,
            who=change.author,
        )
    for step in one.promise.steps if one.promise else ():
        yield Event(
            "promise",
            _at(step.on),
            ref,
            one.task,
            note=step.note,
            word=step.step,
            amount=step.amount,
        )
    for note in one.notes:
        yield Event("note", _at(note.on), ref, note.text, note=one.task, who=note.author)
