"""People who seem to be named in two ways, where their organisations agree."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from dealtrack.model import Kept
from dealtrack.query.registry import Known
from dealtrack.report.alike.people import pairs_of_people
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Column, Page, Table
from dealtrack.report.people import mentions
from dealtrack.report.steps import say_refs
from dealtrack.text import _, listed, plural


class Seen(NamedTuple):
    """Where a person is named, and of which organisations, by their names to print."""

    refs: tuple[str, ...] = ()
    organisations: frozenset[str] = frozenset()


class Namesakes(Struct, frozen=True, kw_only=True):
    """Two names of what looks like one person, the one in more records first."""

    name: str
    refs: tuple[str, ...]
    other: str
    other_refs: tuple[str, ...]
    organisations: tuple[str, ...]


class SamePeople(Struct, frozen=True, kw_only=True):
    """The names that look like one person; *total* counts what a limit left out too."""

    schema: Literal["dealtrack/namesakes/1"] = "dealtrack/namesakes/1"
    as_of: date
    total: int
    pairs: tuple[Namesakes, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("name", _("Person"), grow=True),
            Column("refs", _("In")),
            Column("other", _("Also written"), grow=True),
            Column("other_refs", _("In")),
            Column("organisations", _("Organisation"), grow=True),
        )
        rows = tuple(
            (p.name, say_refs(p.refs), p.other, say_refs(p.other_refs), listed(p.organisations))
            for p in self.pairs
        )
        table = Table(
            columns,
            rows,
            empty=_("No two names look like one person."),
            more=rows_left_out(len(rows), self.total),
        )
        command = "dealtrack person merge NAME OTHER"
        return Page(
            plural(
                "{n} pair of people who look like one",
                "{n} pairs of people who look like one",
                self.total,
            ),
            (table,),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("If they are one: {command}").format(command=command) if rows else "",
        )


def find_namesakes(
    records: Iterable[Kept], as_of: date, known: Known, limit: int | None = None
) -> SamePeople:
    """Find the people of one organisation whose names are one, and not *known* to be."""
    seen = people_seen(records, as_of, known)
    found = []
    for one, other in pairs_of_people(seen):
        first, second = sorted((one, other), key=lambda name: (-len(seen[name].refs), name))
        shared = seen[one].organisations & seen[other].organisations
        if shared and known.people.called(one) != known.people.called(other):
            found.append(
                Namesakes(
                    name=first,
                    refs=seen[first].refs,
                    other=second,
                    other_refs=seen[second].refs,
                    organisations=tuple(sorted(shared)),
                )
            )
    return SamePeople(as_of=as_of, total=len(found), pairs=tuple(found[:limit]))


def people_seen(records: Iterable[Kept], as_of: date, known: Known) -> dict[str, Seen]:
    """Return every person in *records*, with where and of what organisations they are named."""
    refs: dict[str, dict[str, None]] = defaultdict(dict)
    of: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for one in mentions(record, as_of):
            if one.sort == "person":
                refs[one.name][record.ref] = None
                if one.person and one.person.organisation:
                    of[one.name].add(known.organisations.called(one.person.organisation))
    return {name: Seen(tuple(where), frozenset(of[name])) for name, where in refs.items()}
