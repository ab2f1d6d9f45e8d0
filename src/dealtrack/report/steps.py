"""Which changes can be taken back, and which were taken back and can return."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct

from dealtrack.model.changes import Step
from dealtrack.report.differences import Difference, differences, refs_of, say_difference
from dealtrack.report.page import Column, Page, Row, Table, Tone, Toned
from dealtrack.text import _, listed, plural

_MOST = 4
"""How many refs of a change a line has room for."""

_LINES = 12
"""How many differences are told before somebody is asked."""


class StepLine(Struct, frozen=True, kw_only=True):
    """A change of the ledger; *number* says how many undos, or redos, reach it.

    *what* is the command as it was typed, *refs* what it touched.
    """

    command: Literal["undo", "redo"]
    number: int
    revision: int
    at: datetime
    by: str
    what: str
    refs: tuple[str, ...]


class Steps(Struct, frozen=True, kw_only=True):
    """The changes that redo would bring back and that undo would take back, newest first."""

    schema: Literal["dealtrack/steps/1"] = "dealtrack/steps/1"
    undone: tuple[StepLine, ...]
    done: tuple[StepLine, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("step", _("Step"), "ref"),
            Column("at", _("Moment"), "day"),
            Column("by", _("Who")),
            Column("what", _("Command"), grow=True),
            Column("refs", _("Touched")),
        )
        return Page(
            _("What can be taken back, and brought back"),
            (
                Table(
                    columns,
                    tuple(_row(line) for line in (*self.undone, *self.done)),
                    empty=_("There is no change that could be taken back."),
                ),
            ),
            is_list=True,
            hint=_("Take back the last one: dealtrack undo · or three: dealtrack undo 3")
            if self.done
            else "",
        )


def list_steps(undone: Iterable[Step], done: Iterable[Step]) -> Steps:
    """List the steps that were taken back, and those that stand; what comes next is first."""
    back = [_line(step, "redo", n) for n, step in enumerate(undone, start=1)]
    return Steps(
        undone=tuple(reversed(back)),
        done=tuple(_line(step, "undo", n) for n, step in enumerate(done, start=1)),
    )


def changed(step: Step, *, back: bool = False) -> tuple[Difference, ...]:
    """Return what *step* changed, or with *back* what taking it back changes."""
    pairs = ((c.after, c.before) if back else (c.before, c.after) for c in step.changes)
    return tuple(one for before, after in pairs for one in differences(before, after))


def say_moment(at: datetime) -> str:
    """Say a moment as the clock of its writer showed it."""
    return f"{at:%Y-%m-%d %H:%M}"


def say_what(what: str) -> str:
    """Say the command that made a change."""
    return what or _("not said")


def say_step(step: Step) -> str:
    """Say in one line what a step was: when, by whom, and which command."""
    said = _("{when} by {who}: {what}").format(
        when=say_moment(step.at), who=step.by or _("somebody"), what=say_what(step.what)
    )
    if len(step.changes) < 2:
        return said
    count = plural("{n} record", "{n} records", len(step.changes))
    return _("{step} ({count})").format(step=said, count=count)


def say_changed(found: tuple[Difference, ...]) -> Iterator[str]:
    """Say *found*, a line each, in words; of very many only the first."""
    for one in found[:_LINES]:
        yield f"{one.ref}  {say_difference(one)}"
    if len(found) > _LINES:
        yield plural("and {n} more", "and {n} more", len(found) - _LINES)


def say_refs(refs: tuple[str, ...]) -> str:
    """Say what was touched; of very many only the first."""
    if len(refs) <= _MOST + 1:
        return listed(refs)
    more = plural("{n} more", "{n} more", len(refs) - _MOST)
    return listed((*refs[:_MOST], more))


def _line(step: Step, command: Literal["undo", "redo"], number: int) -> StepLine:
    return StepLine(
        command=command,
        number=number,
        revision=step.revision,
        at=step.at,
        by=step.by,
        what=step.what,
        refs=refs_of(changed(step)),
    )


def _row(line: StepLine) -> Row:
    what = say_what(line.what)
    return (
        f"{line.command} {line.number}",
        say_moment(line.at),
        line.by,
        Toned(_("{what} (taken back)").format(what=what), Tone.QUIET)
        if line.command == "redo"
        else what,
        say_refs(line.refs),
    )
