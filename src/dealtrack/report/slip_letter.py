"""A supervision slip as the letter that is sent out."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model.slip import Slip, followed
from dealtrack.model.vocabulary import COLOURS
from dealtrack.report.page import Block, Cell, Facts, Note, Page, Section, Tone, Toned
from dealtrack.report.slips import SlipLine, line_of, standing
from dealtrack.text import _, listed, plural


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


def letter_of(one: Slip, slips: Iterable[Slip], as_of: date) -> Letter:
    """Return the letter of *one*, and what had become of it by *as_of*."""
    later = followed(slips, as_of).get(str(one.called))
    return Letter(as_of=as_of, slip=one, standing=line_of(one, as_of, later))


def _became(line: SlipLine) -> Note:
    tones = {
        "open": Tone.PLAIN,
        "overdue": Tone.BAD,
        "followed": Tone.QUIET,
        "closed": Tone.GOOD,
    }
    return Note(standing(line), tones[line.state])


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
