"""What became of a record, or of the ledger: every change with its moment and author."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from dealtrack.model import Agreement, Trip
from dealtrack.model.changes import Change, Step
from dealtrack.model.held import Address, Held
from dealtrack.model.ref import Ref
from dealtrack.report.differences import Difference, differences, say_difference, title_of
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Column, Page, Row, Table
from dealtrack.report.steps import changed, say_moment, say_what
from dealtrack.text import _, language, plural

_MOST = 8
"""How many differences of a change a line has room for."""


class Changed(Struct, frozen=True, kw_only=True):
    """A change: when, by whom, with which command, and what was otherwise after it.

    It *undoes* every change from that revision on, or *redoes* those up to it, if it is
    one that took back or brought back.
    """

    revision: int
    at: datetime
    by: str
    what: str
    undoes: int = 0
    redoes: int = 0
    differences: tuple[Difference, ...]


class History(Struct, frozen=True, kw_only=True):
    """The changes of *ref*, or of the whole ledger, newest first; *total* is how many."""

    schema: Literal["dealtrack/history/1"] = "dealtrack/history/1"
    ref: str
    title: str
    total: int
    changes: tuple[Changed, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("at", _("Moment"), "day"),
            Column("by", _("Who")),
            Column("what", _("Command"), grow=True),
            Column("changed", _("Changed"), grow=True),
        )
        title = _("History: {title}").format(title=f"{self.ref}  {self.title}")
        return Page(
            title if self.ref else _("The last changes of the ledger"),
            (
                Table(
                    columns,
                    tuple(_row(one, self.ref) for one in self.changes),
                    empty=_("No change is kept."),
                    more=rows_left_out(len(self.changes), self.total),
                ),
            ),
            is_list=True,
            hint=_("As it was known on a day: dealtrack show {ref} --as-entered DAY").format(
                ref=self.ref.partition(".")[0]
            )
            if self.ref
            else "",
        )


def history_aside(name: Address, changes: Iterable[Change], limit: int | None) -> History:
    """Return what became of what is no record: the slip, target or closed month *name*."""
    known = list(changes)
    told = [(change, differences(change.before, change.after)) for change in known]
    lines = [_changed(change, found) for change, found in reversed(told) if found]
    states = (held for one in known for held in (one.before, one.after) if held)
    titles = [title_of(held) for held in states]
    return History(
        ref=str(name),
        title=titles[-1] if titles else "",
        total=len(lines),
        changes=tuple(lines[:limit]),
    )


def history_of(ref: Ref, changes: Iterable[Change], limit: int | None = None) -> History:
    """Return what became of *ref*: a record with all its follow-ups, or one of these.

    *changes* are those of the record, oldest first.
    """
    known = list(changes)
    told = [(change, differences(change.before, change.after)) for change in known]
    if ref.number:
        told = [(change, _about(str(ref), change, found)) for change, found in told]
    lines = [_changed(change, found) for change, found in reversed(told) if found]
    return History(
        ref=str(ref),
        title=_title(ref, known),
        total=len(lines),
        changes=tuple(lines[:limit]),
    )


def last_changes(steps: Iterable[Step], total: int) -> History:
    """Return the last changes of a ledger that has seen *total*."""
    lines = tuple(_changed(step, changed(step)) for step in steps)
    return History(ref="", title="", total=max(total, len(lines)), changes=lines)


def _about(ref: str, change: Change, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Return what concerns the follow-up *ref*, which may come or go with its record."""
    number = int(ref.partition(".")[2])
    before, after = (_task(one, number) for one in (change.before, change.after))
    if change.before is None or change.after is None:
        if before == after:
            return ()
        return (Difference(ref=ref, field="follow_up", before=before, after=after),)
    return tuple(one for one in found if f"{one.ref}.".startswith(f"{ref}."))


def _task(record: Held | None, number: int) -> str | None:
    tasks = record.follow_ups if isinstance(record, Agreement | Trip) else ()
    return next((one.task for one in tasks if one.number == number), None)


def _title(ref: Ref, changes: Iterable[Change]) -> str:
    """Return what the record, or the follow-up, was called last."""
    title = ""
    for change in changes:
        for record in (change.before, change.after):
            whole = title_of(record) if record else None
            name = _task(record, ref.number) if ref.number else whole
            title = name or title
    return title


def _changed(one: Change | Step, found: tuple[Difference, ...]) -> Changed:
    return Changed(
        revision=one.revision,
        at=one.at,
        by=one.by,
        what=one.what,
        undoes=one.undoes,
        redoes=one.redoes,
        differences=found,
    )


def _row(one: Changed, ref: str) -> Row:
    return say_moment(one.at), one.by, say_what(one.what), _said(one.differences, ref)


def _said(found: tuple[Difference, ...], ref: str) -> str:
    """Say differences in one line, each with its ref unless that is the one asked for."""
    said = [
        say_difference(one) if one.ref == ref else f"{one.ref} {say_difference(one)}"
        for one in found[:_MOST]
    ]
    if len(found) > _MOST:
        said.append(plural("and {n} more", "and {n} more", len(found) - _MOST))
    between = "；" if language() == "zh" else "; "
    return between.join(said) or _("nothing that shows")
