"""What one change alters, or would, in many records: fact by fact, with before and after."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from dealtrack.model import Kept
from dealtrack.report.differences import Difference, differences
from dealtrack.report.facts import say_field, say_value
from dealtrack.report.page import Column, Page, Row, Table
from dealtrack.text import _, plural

_QUIET = {"since"}
"""Facts that every line would repeat: they are said once, above."""


class AlteredLine(Struct, frozen=True, kw_only=True):
    """A fact of what is called *ref* that becomes another one; *title* is whose it is.

    *field* is its key in the model; a list gives a line for the whole of it.
    """

    ref: str
    title: str
    field: str
    before: Any
    after: Any


class Altered(Struct, frozen=True, kw_only=True):
    """What was *saved*, or would be, on *refs*, from the day *since* on where a log tells.

    *same* are the refs of what is so already, *closed* of follow-ups that are over.
    """

    schema: Literal["dealtrack/altered/1"] = "dealtrack/altered/1"
    saved: bool
    since: date | None = None
    refs: tuple[str, ...]
    lines: tuple[AlteredLine, ...]
    same: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def page(self) -> Page:
        """Lay it out."""
        return self.first(len(self.lines))

    def first(self, most: int) -> Page:
        """Lay out no more than the first *most* lines."""
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("title", _("What it is"), grow=True),
            Column("field", _("Field")),
            Column("before", _("It was")),
            Column("after", _("It becomes")),
        )
        n = len(self.lines) - most
        table = Table(
            columns,
            tuple(map(_row, self.lines[:most])),
            empty=_("Nothing to change."),
            more=plural("and {n} more", "and {n} more", n) if n > 0 else "",
        )
        since = _("from {day} on").format(day=self.since) if self.since else ""
        return Page(self._title(), (table,), subtitle=since, is_list=True)

    def _title(self) -> str:
        n = len(self.refs)
        if self.saved:
            return plural("Changed {n} record", "Changed {n} records", n)
        return plural("{n} record would change", "{n} records would change", n)


def lines_of(pairs: Iterable[tuple[Kept, Kept]]) -> Iterator[AlteredLine]:
    """Yield what becomes another in each of *pairs*: a record as it is, and as it would be."""
    for before, after in pairs:
        titles = {f"{before.ref}.{f.number}": f.task for f in before.follow_ups}
        for one in differences(before, after):
            if one.field not in _QUIET:
                yield _line(one, titles.get(one.ref, before.title))


def say_line(line: AlteredLine) -> str:
    """Say in one line what becomes another: ``17  Owner: 李四 → 张三``."""
    return _("{ref}  {label}: {before} → {after}").format(
        ref=line.ref,
        label=say_field(line.field),
        before=say_value(line.before, line.field),
        after=say_value(line.after, line.field),
    )


def _line(one: Difference, title: str) -> AlteredLine:
    return AlteredLine(
        ref=one.ref, title=title, field=one.field, before=one.before, after=one.after
    )


def _row(line: AlteredLine) -> Row:
    return (
        line.ref,
        line.title,
        say_field(line.field),
        say_value(line.before, line.field),
        say_value(line.after, line.field),
    )
