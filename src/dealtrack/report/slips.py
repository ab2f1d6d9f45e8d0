"""Supervision slips: the list of them, and each as the letter that is sent out."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model.slip import Colour, Slip, followed
from dealtrack.model.vocabulary import COLOURS
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import (
    Block,
    Cell,
    Column,
    Facts,
    Note,
    Page,
    Row,
    Section,
    Table,
    Tone,
    Toned,
)
from dealtrack.text import _, listed, plural

State = Literal["open", "overdue", "followed", "closed"]

_TONES: dict[Colour, Tone] = {"blue": Tone.STRONG, "yellow": Tone.WARN, "red": Tone.BAD}


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
        columns = (
            Column("number", _("Slip"), "ref"),
            Column("colour", _("Colour")),
            Column("state", _("State")),
            Column("deadline", _("Deadline"), "day"),
            Column("matter", _("Matter"), grow=True),
            Column("to", _("Addressed to")),
            Column("issued", _("Issued on"), "day"),
        )
        return Page(
            _("Supervision slips"),
            (
                Table(
                    columns,
                    tuple(map(_row, self.slips)),
                    empty=_("No slips."),
                    more=rows_left_out(len(self.slips), self.total),
                ),
            ),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("Print one: dealtrack slip show {number}").format(
                number=self.slips[0].number
            )
            if self.slips
            else "",
        )


class Letter(Struct, frozen=True, kw_only=True):
    """One slip as a letter: the facts of the day it was issued, and what became of it."""

    schema: Literal["dealtrack/slip/1"] = "dealtrack/slip/1"
    as_of: date
    slip: Slip
    standing: SlipLine

    def page(self) -> Page:
        """Lay the letter out."""
        return Page(self._title(), tuple(self._blocks()), subtitle=_number(self.slip))

    def _title(self) -> str:
        title = _("Supervision slip ({colour})").format(colour=COLOURS.name(self.slip.colour))
        return f"{self.slip.office} · {title}" if self.slip.office else title

    def _blocks(self) -> Iterator[Block]:
        one = self.slip
        to = listed(part for part in (one.unit, one.owner) if part)
        matter: list[tuple[str, Cell | tuple[Cell, ...]]] = [
            (_("Addressed to"), to or Toned(_("not named"), Tone.QUIET)),
            (_("Matter"), f"{one.about}  {one.title}"),
        ]
        yield Facts(tuple(matter))
        if one.text:
            yield Note(one.text)
        yield Section(_("Facts"), (Note("\n".join(_facts(one))),))
        yield Section(_("What is demanded"), (Note(one.demand or _usual_demand(one)),))
        end: list[tuple[str, Cell]] = [
            (_("Deadline"), Toned(one.deadline, Tone.STRONG)),
            (_("Issued on"), one.issued),
        ]
        if by := listed(part for part in (one.office, one.by) if part):
            end.append((_("Issued by"), by))
        yield Facts(tuple(end))
        if self.standing.state != "open":
            yield Section(_("What became of it"), (_became(self.standing),))


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


def letter_of(one: Slip, slips: Iterable[Slip], as_of: date) -> Letter:
    """Return the letter of *one*, and what had become of it by *as_of*."""
    later = followed(slips, as_of).get(str(one.called))
    return Letter(as_of=as_of, slip=one, standing=line_of(one, as_of, later))


def is_open(line: SlipLine) -> bool:
    """Whether a slip still calls for its matter."""
    return line.state in {"open", "overdue"}


def say_slip(line: SlipLine) -> Cell:
    """Say a slip on the card of its record: ``2026-3 red · 17.2 · open until 2026-12-01``."""
    said = " · ".join((line.number, COLOURS.name(line.colour), line.about, _standing(line)))
    return Toned(said, _TONES[line.colour] if is_open(line) else Tone.QUIET)


def slip_section(lines: Iterable[SlipLine]) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Return the slips of a record as a fact of its card; none if it has none."""
    said = tuple(map(say_slip, lines))
    return ((_("Supervision slips"), said),) if said else ()


def _row(line: SlipLine) -> Row:
    return (
        line.number,
        Toned(COLOURS.name(line.colour), _TONES[line.colour] if is_open(line) else Tone.PLAIN),
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


def _standing(line: SlipLine) -> str:
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


def _became(line: SlipLine) -> Note:
    tones = {
        "open": Tone.PLAIN,
        "overdue": Tone.BAD,
        "followed": Tone.QUIET,
        "closed": Tone.GOOD,
    }
    return Note(_standing(line), tones[line.state])


def _number(one: Slip) -> str:
    return _("No. {number} of {year}").format(number=one.number, year=one.year)


def _facts(one: Slip) -> Iterator[str]:
    """Say what was known of the matter on the day that the slip was issued."""
    if one.due:
        yield _say_due(one, one.due)
    if one.progress:
        days = (one.issued - one.progress).days
        yield plural(
            "Last progress on {day}, {n} day before this slip.",
            "Last progress on {day}, {n} days before this slip.",
            days,
        ).format(day=one.progress)
    if one.follows:
        yield _("The deadline of slip {number} passed without the matter being closed.").format(
            number=one.follows
        )
    if not (one.due or one.progress or one.follows):
        yield _("No day is known of the matter.")


def _say_due(one: Slip, due: date) -> str:
    if late := one.days_late(one.issued):
        said = plural("Due on {day}: {n} day overdue.", "Due on {day}: {n} days overdue.", late)
    elif due == one.issued:
        return _("Due on {day}, the day of this slip.").format(day=due)
    else:
        left = (due - one.issued).days
        said = plural("Due on {day}: {n} day left.", "Due on {day}: {n} days left.", left)
    return said.format(day=due)


def _usual_demand(one: Slip) -> str:
    words = _("Deal with the matter, and report in writing by {day} what was done.")
    return words.format(day=one.deadline)
