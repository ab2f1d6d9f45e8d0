"""Follow-ups written as tasks (VTODO) and all-day events (VEVENT) of RFC 5545.

The same ledger on the same day makes the same bytes: no clock is looked at, and every
moment in the file comes from the ledger.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from icalendar import Alarm, Calendar, Component, Event, Todo, vText

from dealtrack import __version__
from dealtrack.exchange.ics.told import EVENT, WRITTEN, Told, told
from dealtrack.model import Agreement, Entry, FollowUp
from dealtrack.model.vocabulary import SECTORS, STATES
from dealtrack.text import _, listed

Form = Literal["todo", "event", "both"]

PRODID = f"-//dealtrack//dealtrack {__version__}//EN"
_PRIORITIES = {"high": 1, "normal": 5, "low": 9}
_PERCENT = {"NEEDS-ACTION": 0, "COMPLETED": 100}
_NOON = time(12, tzinfo=UTC)  # the same calendar day in all but the farthest east

OURS = (
    *("SUMMARY", "DUE", "STATUS", "PERCENT-COMPLETE", "COMPLETED", "PRIORITY", "CATEGORIES"),
    *("DESCRIPTION", "CONTACT", "RELATED-TO", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP"),
    *("X-DEALTRACK-REF", "X-DEALTRACK-STATE", "X-DEALTRACK-OWNER", WRITTEN),
)
"""The properties of a task that the ledger answers for; all others are left as they are."""


def calendar(
    entries: Iterable[Entry],
    *,
    form: Form = "todo",
    alarms: Iterable[timedelta] = (),
    uids: Mapping[str, str] | None = None,
    name: str = "",
) -> bytes:
    """Write the follow-ups of *entries*, each of which has one, as a calendar.

    *alarms* ring so long before the due day.  *uids* tells the UID of each follow-up that
    others wait for, by its ref.
    """
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("x-wr-calname", name or "dealtrack")
    before = tuple(alarms)
    for entry in entries:
        for one in _components(entry, form, before, uids or {}):
            made.add_component(one)
    return bytes(made.to_ical(sorted=False))


def todo(
    entry: Entry, alarms: Iterable[timedelta] = (), uids: Mapping[str, str] | None = None
) -> Todo:
    """Write the follow-up of *entry* as a task."""
    said, one = told(entry), entry.follow_up
    assert one is not None
    made = Todo()
    _common(made, entry, said, one, uids or {})
    made.add("status", said.status)
    if said.due:
        made.add("due", said.due)
    if said.status in _PERCENT:
        made.add("percent-complete", _PERCENT[said.status])
    if said.status == "COMPLETED" and said.closed:
        made.add("completed", datetime.combine(said.closed, _NOON))
    if said.due and one.is_open(entry.as_of):
        _add_alarms(made, said, alarms, {"RELATED": "END"})
    return made


def _components(
    entry: Entry, form: Form, alarms: tuple[timedelta, ...], uids: Mapping[str, str]
) -> Iterator[Component]:
    if form != "event":
        yield todo(entry, alarms, uids)
    if form != "todo" and (made := _event(entry, alarms, uids)):
        yield made


def _event(
    entry: Entry, alarms: tuple[timedelta, ...], uids: Mapping[str, str]
) -> Event | None:
    """Write an open follow-up as an all-day event that leaves the day free; None undated."""
    said, one = told(entry), entry.follow_up
    assert one is not None
    if said.due is None or not one.is_open(entry.as_of):
        return None
    made = Event()
    _common(made, entry, said, one, uids, prefix=EVENT)
    made.add("dtstart", said.due)
    made.add("dtend", said.due + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    _add_alarms(made, said, alarms, {})
    return made


def _common(
    made: Component,
    entry: Entry,
    said: Told,
    one: FollowUp,
    uids: Mapping[str, str],
    prefix: str = "",
) -> None:
    day, record = entry.as_of, entry.record
    made.add("uid", prefix + one.uid)
    made.add("dtstamp", datetime.combine(day, time(tzinfo=UTC)))
    made.add("last-modified", datetime.combine(_touched(entry, one), time(tzinfo=UTC)))
    made.add("sequence", sum(c.on <= day for c in one.states) + one.times_postponed(day))
    made.add("summary", one.task)
    made.add("description", _description(entry))
    made.add("priority", _PRIORITIES[one.priority])
    if categories := list(_categories(entry)):
        made.add("categories", categories)
    if owner := entry.owner or entry.unit:
        made.add("contact", owner)
        made.add("x-dealtrack-owner", vText(owner))
    made.add("related-to", record.uid, parameters={"RELTYPE": "PARENT"})
    for ref in entry.waits_for:
        if ref in uids:  # RFC 9253, 5
            made.add("related-to", prefix + uids[ref], parameters={"RELTYPE": "DEPENDS-ON"})
    made.add("x-dealtrack-ref", vText(said.ref))
    made.add("x-dealtrack-state", vText(one.promise_state(day) or one.state(day)))
    if said.base:
        made.add(WRITTEN, vText(str(said.base)))


def _touched(entry: Entry, one: FollowUp) -> date:
    """Return the last day by then on which something of the follow-up was noted."""
    days = [c.on for c in one.states] + [p.on for p in one.postponements]
    days += [n.on for n in one.notes] + ([one.since] if one.since else [])
    first = entry.record.begins()
    return max((d for d in days if d <= entry.as_of), default=first or entry.as_of)


def _categories(entry: Entry) -> Iterator[str]:
    if isinstance(entry.record, Agreement):
        yield from (SECTORS.name(key) for key in entry.record.sectors)
    if entry.unit:
        yield entry.unit


def _description(entry: Entry) -> str:
    record, one = entry.record, entry.follow_up
    lines = [f"{record.ref}  {record.title}"]
    if isinstance(record, Agreement) and record.parties:
        named = (party.name for party in record.parties if party.is_named)
        lines.append(_("Parties: {names}").format(names=listed(named)))
    if who := listed(part for part in (entry.unit, entry.owner) if part):
        lines.append(_("Responsible: {names}").format(names=who))
    if one and one.promise and one.promise.condition:
        lines.append(_("Condition: {text}").format(text=one.promise.condition))
    if one and one.due_text and not one.due:
        lines.append(_("Due: {text}").format(text=one.due_text))
    if one:
        lines.append(_("State: {state}").format(state=STATES.name(one.state(entry.as_of))))
    lines.append(_("Once done: dealtrack done {ref}").format(ref=entry.ref))
    return "\n".join(lines)


def _add_alarms(
    made: Component, said: Told, alarms: Iterable[timedelta], related: dict[str, str]
) -> None:
    for before in alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", said.summary)
        alarm.add("trigger", -before, parameters=related)
        made.add_component(alarm)
