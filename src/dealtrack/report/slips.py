"""Supervision slips: how each stands on a day, and the list of them."""

from collections.abc import Container, Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model.slip import Colour, Slip, followed
from dealtrack.model.vocabulary import COLOURS
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import (
    Cell,
    Column,
    Page,
    Row,
    Table,
    Tone,
    Toned,
)
from dealtrack.text import _, plural

State = Literal["open", "overdue", "followed", "closed"]

TONES: dict[Colour, Tone] = {"blue": Tone.STRONG, "yellow": Tone.WARN, "red": Tone.BAD}


class SlipLine(Struct, frozen=True, kw_only=True):
    """A slip as it stood on a day: *overdue* if its deadline had passed and it was open.

    *days_late* counts the days after its deadline, *next* is the slip that went on from it.
    """

    number: str
    colour: Colour
    about: str
    title: str
    unit: str = ""
    owner: str = ""
    issued: date
    deadline: date
    state: State
    days_late: int = 0
    follows: str = ""
    next: str = ""
    closed: date | None = None
    outcome: str = ""


class Slips(Struct, frozen=True, kw_only=True):
    """Slips, the newest first; *total* is how many there are, *open* how many are open."""

    schema: Literal["dealtrack/slips/1"] = "dealtrack/slips/1"
    as_of: date
    total: int
    open: int
    slips: tuple[SlipLine, ...]

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            _("Supervision slips"),
            (slip_table(self.slips, more=rows_left_out(len(self.slips), self.total)),),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("Print one: dealtrack slip show {number}").format(
                number=self.slips[0].number
            )
            if self.slips
            else "",
        )


def find_slips(
    slips: Iterable[Slip],
    as_of: date,
    refs: Container[str] | None = None,
    *,
    only_open: bool = False,
    limit: int | None = None,
) -> Slips:
    """Find the slips issued by *as_of*: on the matters *refs*, if given; *only_open* ones."""
    known = list(slips)
    lines = [
        line
        for line in lines_of(known, as_of)
        if (refs is None or line.about in refs) and (not only_open or is_open(line))
    ]
    lines.reverse()
    return Slips(
        as_of=as_of,
        total=len(lines),
        open=sum(map(is_open, lines)),
        slips=tuple(lines[:limit]),
    )


def lines_of(slips: Iterable[Slip], as_of: date, record: str = "") -> list[SlipLine]:
    """Return the slips issued by *as_of*, oldest first; of one *record* and its follow-ups."""
    known = list(slips)
    gone_on = followed(known, as_of)
    there = sorted((s for s in known if s.issued <= as_of), key=lambda s: (s.issued, s.called))
    return [
        line_of(one, as_of, gone_on.get(str(one.called)))
        for one in there
        if not record or one.about.partition(".")[0] == record
    ]


def line_of(one: Slip, as_of: date, later: Slip | None = None) -> SlipLine:
    """Return *one* as it stood on *as_of*, when *later* may have gone on from it."""
    is_closed = one.is_closed(as_of)
    is_late = as_of > one.deadline and not (is_closed or later)
    state: State = (
        "closed" if is_closed else "followed" if later else "overdue" if is_late else "open"
    )
    return SlipLine(
        number=str(one.called),
        colour=one.colour,
        about=one.about,
        title=one.title,
        unit=one.unit,
        owner=one.owner,
        issued=one.issued,
        deadline=one.deadline,
        state=state,
        days_late=(as_of - one.deadline).days if is_late else 0,
        follows=one.follows,
        next=str(later.called) if later else "",
        closed=one.closed if is_closed else None,
        outcome=one.outcome if is_closed else "",
    )


def is_open(line: SlipLine) -> bool:
    """Whether a slip still calls for its matter."""
    return line.state in {"open", "overdue"}


def say_slip(line: SlipLine) -> Cell:
    """Say a slip on the card of its record: ``2026-3 red · 17.2 · open until 2026-12-01``."""
    said = " · ".join((line.number, COLOURS.name(line.colour), line.about, standing(line)))
    return Toned(said, TONES[line.colour] if is_open(line) else Tone.QUIET)


def slip_section(lines: Iterable[SlipLine]) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Return the slips of a record as a fact of its card; none if it has none."""
    said = tuple(map(say_slip, lines))
    return ((_("Supervision slips"), said),) if said else ()


def slip_table(lines: Iterable[SlipLine], title: str = "", more: str = "") -> Table:
    """Lay slips out."""
    columns = (
        Column("number", _("Slip"), "ref"),
        Column("colour", _("Colour")),
        Column("state", _("State")),
        Column("deadline", _("Deadline"), "day"),
        Column("matter", _("Matter"), grow=True),
        Column("to", _("Addressed to")),
        Column("issued", _("Issued on"), "day", minor=True),
    )
    return Table(columns, tuple(map(_row, lines)), title=title, empty=_("No slips."), more=more)


def _row(line: SlipLine) -> Row:
    return (
        line.number,
        Toned(COLOURS.name(line.colour), TONES[line.colour] if is_open(line) else Tone.PLAIN),
        _say_state(line),
        line.deadline,
        f"{line.about}  {line.title}",
        line.unit or line.owner,
        line.issued,
    )


def _say_state(line: SlipLine) -> Cell:
    match line.state:
        case "open":
            return _("open")
        case "overdue":
            late = plural("{n} day past", "{n} days past", line.days_late)
            return Toned(late, Tone.BAD)
        case "followed":
            return Toned(_("followed by {number}").format(number=line.next), Tone.QUIET)
        case "closed":
            return Toned(_("closed {day}").format(day=line.closed), Tone.GOOD)


def standing(line: SlipLine) -> str:
    """Say how a slip stands, in a few words."""
    match line.state:
        case "open":
            return _("open until {day}").format(day=line.deadline)
        case "overdue":
            return plural(
                "deadline {day} passed {n} day ago",
                "deadline {day} passed {n} days ago",
                line.days_late,
            ).format(day=line.deadline)
        case "followed":
            return _("followed by {number}").format(number=line.next)
        case "closed":
            if line.outcome:
                words = _("closed {day}: {outcome}")
                return words.format(day=line.closed, outcome=line.outcome)
            return _("closed {day}").format(day=line.closed)
