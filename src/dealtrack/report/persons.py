"""The people in a list: who is named in the ledger, of which organisations, and where."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model import Kept
from dealtrack.query.registry import Known
from dealtrack.report.namesakes import people_seen
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Column, Page, Table
from dealtrack.report.people import folded
from dealtrack.report.steps import say_refs
from dealtrack.text import _, listed, plural


class PersonLine(Struct, frozen=True, kw_only=True):
    """A person in a line; *spellings* are the other ways that records write the name.

    It stands under the name to print, *ref* is its place in the register.
    """

    name: str
    ref: str = ""
    spellings: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


class PersonList(Struct, frozen=True, kw_only=True):
    """The people named in the records by a day; *total* counts what a limit left out too."""

    schema: Literal["dealtrack/persons/1"] = "dealtrack/persons/1"
    as_of: date
    total: int
    people: tuple[PersonLine, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("name", _("Person"), grow=True),
            Column("organisations", _("Organisation"), grow=True),
            Column("refs", _("In")),
            Column("spellings", _("Also written"), grow=True, minor=True),
        )
        rows = tuple(
            (
                p.name,
                listed(p.organisations) or None,
                say_refs(p.refs),
                listed(p.spellings) or None,
            )
            for p in self.people
        )
        more = rows_left_out(len(rows), self.total)
        return Page(
            plural("{n} person", "{n} people", self.total),
            (Table(columns, rows, empty=_("No people."), more=more),),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("All about one: {command}").format(command="dealtrack brief NAME"),
        )


def find_persons(
    records: Iterable[Kept], as_of: date, known: Known, limit: int | None = None
) -> PersonList:
    """List the people: those in most records first, then by name.

    Names that differ only in case, width or spaces are one, and so are those *known* to be.
    """
    groups: dict[str, list[str]] = {}
    seen = people_seen(records, as_of, known)
    for name in seen:
        groups.setdefault(folded(known.people.called(name)), []).append(name)
    lines = []
    for names in groups.values():
        called = known.people.called(names[0])
        entry = known.people.find(called)
        refs = dict.fromkeys(ref for name in names for ref in seen[name].refs)
        of = {one for name in names for one in seen[name].organisations}
        lines.append(
            PersonLine(
                name=called,
                ref=entry.ref if entry else "",
                spellings=tuple(name for name in names if name != called),
                organisations=tuple(sorted(of)),
                refs=tuple(refs),
            )
        )
    ranked = sorted(lines, key=lambda line: (-len(line.refs), line.name))
    return PersonList(as_of=as_of, total=len(ranked), people=tuple(ranked[:limit]))
