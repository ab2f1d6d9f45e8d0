"""What to know before a meeting: everything with a company, a leader or a witness."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Person, Source
from dealtrack.report.calls import Call, Wish, call_table, wish_table
from dealtrack.report.contact import (
    Contact,
    say_last_contact,
    say_last_move,
)
from dealtrack.report.dealings import (
    Blocker,
    Dealing,
    Elsewhere,
    Journey,
    Match,
    blocker_table,
    dealing_table,
    elsewhere_table,
    journey_table,
    money_table,
    unnamed_table,
)
from dealtrack.report.events import Event
from dealtrack.report.figures import say_percent
from dealtrack.report.page import Block, Cell, Facts, Page, Table, Tile, Tiles, Tone
from dealtrack.report.papers import Paper, latest_table
from dealtrack.report.points import Point, point_table
from dealtrack.report.rate import Rate
from dealtrack.report.tasks import Task, task_table
from dealtrack.report.words import all_or_unknown, say_person, say_source
from dealtrack.text import _, listed, plural

_FEW = 6
"""Lines: more of them would hide what a reader looks for first."""


class Brief(Struct, frozen=True, kw_only=True):
    """Everything with the names that match what was *asked*, as it stood on a day.

    *points* are what to raise, the latest first.  *contact* is the last signing, visit or
    trip with them; *last_move* what moved last in their records.  *funds* are those in
    place of what was contracted, of signed agreements with an amount.

    *not_witnessed* are papers signed on trips that a matching person led or took
    part in, where the source names another witness or none.  *unnamed* are papers
    of trips on which a matching organisation was visited, with a party that the
    source does not name: whether they are in it is not known.
    """

    schema: Literal["dealtrack/brief/1"] = "dealtrack/brief/1"
    as_of: date
    asked: str
    points: tuple[Point, ...] = ()
    matches: tuple[Match, ...] = ()
    people: tuple[Person, ...] = ()
    last_contact: PartialDay | None = None
    last_contact_ref: str = ""
    contact: Contact | None = None
    last_move: Event | None = None
    dealings: tuple[Dealing, ...] = ()
    funds: tuple[Rate, ...] = ()
    not_witnessed: tuple[Elsewhere, ...] = ()
    unnamed: tuple[Paper, ...] = ()
    tasks: tuple[Task, ...] = ()
    problems: tuple[Blocker, ...] = ()
    intentions: tuple[Wish, ...] = ()
    visits: tuple[Call, ...] = ()
    trips: tuple[Journey, ...] = ()
    sources: tuple[Source, ...] = ()

    def page(self) -> Page:
        """Lay the report out: what to know first, then what it stands on, then the rest.

        What there is nothing of is left out, but for agreements.
        """
        tables = (
            point_table(self.points),
            *self._papers(),
            *self._tasks(),
            *self._rest(),
        )
        return Page(
            _("Brief: {name}").format(name=self.asked),
            (
                self._figures(),
                self._facts(),
                *(t for t in tables if t.rows or t.empty),
                *self._sources(),
            ),
            subtitle=_("as of {day}").format(day=self.as_of),
        )

    def _figures(self) -> Block:
        late = [t for t in self.tasks if t.days_late]
        return Tiles(
            (
                self._signed(),
                _owed(_("We promised"), self.tasks, "ours"),
                _owed(_("They promised"), self.tasks, "theirs"),
                Tile(_("Overdue"), str(len(late)), Tone.BAD if late else Tone.GOOD),
            )
        )

    def _signed(self) -> Tile:
        signed = sum(d.paper.is_signed for d in self.dealings)
        talks = len(self.dealings) - signed
        hint = _("{n} more in talks").format(n=talks) if talks else ""
        return Tile(_("Signed"), str(signed), hint=hint)

    def _facts(self) -> Block:
        funds = tuple(
            _("{in_place} of {contracted}, {percent}").format(
                in_place=rate.said(rate.n),
                contracted=rate.said(rate.d),
                percent=say_percent(rate.percent),
            )
            for rate in self.funds
            if rate.d
        )
        who = () if self._is_crowded else self._who()
        return Facts(
            (
                *who,
                (_("Last contact"), say_last_contact(self.contact)),
                (_("Last progress"), say_last_move(self.last_move)),
                *(((_("Funds in place"), funds),) if funds else ()),
            )
        )

    @property
    def _is_crowded(self) -> bool:
        """Whether who is meant takes so many lines that it has to stand at the end."""
        return len(self.matches) + len(self.people) > _FEW

    def _who(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        found: tuple[Cell, ...] = tuple(
            _("{name} ({sort}) in {refs}").format(
                name=m.name, sort=_say_sort(m.sort), refs=listed(m.refs)
            )
            for m in self.matches
        )
        people: tuple[Cell, ...] = tuple(say_person(p) for p in self.people)
        return (
            (_("Names found"), found),
            *(((_("People"), people),) if people else ()),
        )

    def _papers(self) -> Iterator[Table]:
        yield dealing_table(
            self.dealings,
            _("Agreements"),
            _("No agreement names them."),
            with_names=len(self.matches) > 1,
        )
        yield elsewhere_table(
            self.not_witnessed, _("Signed on the same trip, not named as a witness")
        )
        yield unnamed_table(
            self.unnamed, _("Signed on the same trip with a party that is not named")
        )

    def _tasks(self) -> Iterator[Table]:
        titles = {
            "ours": _("What we promised"),
            "theirs": _("What they promised"),
            "third": _("What third parties promised"),
            "": _("Follow-ups"),
        }
        for side, title in titles.items():
            yield task_table((t for t in self.tasks if t.side == side), title)

    def _rest(self) -> Iterator[Table]:
        yield blocker_table(self.problems, _("Open problems"))
        yield money_table(self.dealings, _("Money"))
        yield latest_table(d.paper for d in self.dealings)
        yield wish_table(self.intentions, _("Intentions without an agreement"))
        yield call_table(self.visits, _("Visits"))
        yield journey_table(self.trips, _("Trips"), with_names=len(self.matches) > 1)

    def _sources(self) -> tuple[Block, ...]:
        said = tuple(say_source(s) for s in self.sources)
        who = self._who() if self._is_crowded else ()
        return (Facts((*who, (_("Sources"), all_or_unknown(said)))),)


def _owed(label: str, tasks: Iterable[Task], side: str) -> Tile:
    own = [task for task in tasks if task.side == side]
    late = sum(task.days_late > 0 for task in own)
    hint = plural("{n} overdue", "{n} overdue", late) if late else ""
    return Tile(label, str(len(own)), Tone.BAD if late else Tone.PLAIN, hint)


def _say_sort(sort: str) -> str:
    return _("person") if sort == "person" else _("organisation")
