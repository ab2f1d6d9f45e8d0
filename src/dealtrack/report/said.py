"""How the things that somebody should hear of are said: headings, counts, rows."""

from datetime import date

from dealtrack.days import distance
from dealtrack.report.page import Cell, Row, Tone, Toned
from dealtrack.report.things import Group, Thing
from dealtrack.report.words import say_days, say_late, say_state, titled
from dealtrack.text import _, listed, plural


def say_group(group: Group, count: int, until: date) -> str:
    """Say how many there are of a *group*."""
    match group:
        case "overdue":
            return plural("{n} overdue", "{n} overdue", count)
        case "soon":
            return plural("{n} due by {day}", "{n} due by {day}", count).format(day=until)
        case "waiting":
            return plural("{n} waiting for somebody", "{n} waiting for somebody", count)
        case "dormant":
            return plural("{n} without progress", "{n} without progress", count)


def heading_of(group: Group, until: date) -> str:
    """Return the heading of a *group*."""
    match group:
        case "overdue":
            return _("Overdue")
        case "soon":
            return _("Due by {day}").format(day=until)
        case "waiting":
            return _("Waiting for somebody")
        case "dormant":
            return _("Without progress")


def row_of(thing: Thing, today: date) -> Row:
    """Return the row of a thing: when, what, and of which record."""
    record = titled(thing.title, thing.names)
    if thing.group == "dormant":
        return thing.ref, _light(thing), _still(thing), record
    return thing.ref, _when(thing, today), thing.day, _what(thing), record


def _light(thing: Thing) -> Cell:
    if thing.reason == "red":
        return Toned(_("red"), Tone.BAD)
    return Toned(_("yellow"), Tone.WARN)


def _still(thing: Thing) -> str:
    return _("{days} without progress, limit {limit}").format(
        days=say_days(thing.days), limit=thing.limit
    )


def _when(thing: Thing, today: date) -> Cell:
    match thing.reason:
        case "overdue" | "late-problem":
            return say_late(thing.days)
        case "soon":
            said = distance(thing.day, today) if thing.day else ""
            return Toned(said, Tone.WARN if thing.day == today else Tone.PLAIN)
        case "waiting" | "submitted":
            return say_state(thing.state)
        case _:
            return Toned(_("problem"), Tone.WARN)


def _what(thing: Thing) -> str:
    """Say what it is, and for whom it waits."""
    if thing.solver:
        return _("{problem} (to be solved by {name})").format(
            problem=thing.text, name=thing.solver
        )
    if thing.reason in {"overdue", "soon"} and thing.state in {"waiting", "submitted"}:
        return f"{thing.text} · {say_state(thing.state).value}"
    if thing.after:
        return f"{thing.text} · {_('after {refs}').format(refs=listed(thing.after))}"
    return thing.text
