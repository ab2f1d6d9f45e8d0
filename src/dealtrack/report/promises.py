"""The commitments of both sides: what was promised, and how much of it was honoured."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model.vocabulary import SIDES
from dealtrack.query import promises as questions
from dealtrack.query.asked import Book, count_of, entries_of
from dealtrack.query.expr import EVERYTHING, Expr, Op, Or, Term, both
from dealtrack.query.registry import NOBODY, Organisations
from dealtrack.report.figures import HALF_UP, Rounding, say_share
from dealtrack.report.kept import (
    STATES,
    Kept,
    balance,
    kept_by,
    say_kept,
)
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Cell, Column, Facts, Page, Row, Table
from dealtrack.report.tasks import Task, task_of, task_text
from dealtrack.report.words import (
    quiet,
    say_due,
    say_overdue,
    say_overdue_by,
    say_state,
    titled,
)
from dealtrack.text import _

By = Literal["unit", "owner", "party"]

FIELDS: dict[By, str] = {"unit": "unit", "owner": "owner", "party": "theirs"}
"""What commitments are told apart by: the field that says it."""

_BY_SIDE = (("promise", False), ("due", False))


class Group(Struct, frozen=True, kw_only=True):
    """How the commitments stand that share a *key*: a unit, an owner, a party; "" for none."""

    key: str
    kept: Kept


class Promises(Struct, frozen=True, kw_only=True):
    """Commitments: figures for each side that has any, and the commitments in question.

    The figures are of all that were asked about; *commitments* are those of some states,
    the overdue ones first, ours before theirs; *listed* counts those a limit left out too.
    Told *by* unit, owner or party, *groups* stand in their place; of several parties, a
    commitment is in the group of each, so that these do not add up to the total.
    """

    schema: Literal["dealtrack/promises/1"] = "dealtrack/promises/1"
    as_of: date
    sides: tuple[Kept, ...]
    total: Kept
    by: str = ""
    groups: tuple[Group, ...] = ()
    listed: int = 0
    commitments: tuple[Task, ...] = ()

    def page(self) -> Page:
        """Lay the report out."""
        figures = Facts(tuple((say_side(k.side), say_kept(k)) for k in self._figures()))
        table = self._groups() if self.by else self._list()
        return Page(
            _("Commitments"),
            (figures, table) if self.total.total else (table,),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_hint(self.commitments, self.by),
        )

    def _figures(self) -> tuple[Kept, ...]:
        return (*self.sides, self.total) if len(self.sides) > 1 else self.sides

    def _list(self) -> Table:
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("side", _("Side")),
            Column("state", _("State")),
            Column("late", _("Late")),
            Column("due", _("Due"), "day"),
            Column("commitment", _("Commitment"), grow=True),
            Column("owner", _("Owner")),
            Column("record", _("Agreement or trip"), grow=True, minor=True),
        )
        return Table(
            columns,
            tuple(map(_row, self.commitments)),
            empty=_("No commitments."),
            more=rows_left_out(len(self.commitments), self.listed),
        )

    def _groups(self) -> Table:
        headings = {"unit": _("Unit"), "owner": _("Owner"), "party": _("Their side")}
        columns = columns_of(self.by, headings[self.by])
        rows = tuple(_group_row(one) for one in self.groups)
        total = row_of(_("All"), self.total) if rows else None
        more = rows_left_out(len(rows), self.listed)
        return Table(columns, rows, empty=_("No commitments."), total=total, more=more)


def find_promises(
    book: Book,
    as_of: date,
    where: Expr = EVERYTHING,
    *,
    only: Sequence[str] = STATES,
    rounding: Rounding = HALF_UP,
    limit: int | None = None,
) -> Promises:
    """Find the commitments that answer *where*; list those whose state is one of *only*."""
    asked = questions.commitments(as_of, where)
    found: tuple[Task, ...] = ()
    for state in only:
        left = None if limit is None else limit - len(found)
        if left != 0:
            found += _tasks(book, both(asked, questions.standing(state)), as_of, left)
    wanted = both(asked, Or(tuple(map(questions.standing, only))))
    sides, total = balance(book, as_of, where, rounding)
    return Promises(
        as_of=as_of,
        sides=sides,
        total=total,
        listed=count_of(book, wanted, as_of=as_of),
        commitments=found,
    )


def find_promises_by(
    book: Book,
    as_of: date,
    by: By,
    where: Expr = EVERYTHING,
    *,
    rounding: Rounding = HALF_UP,
    limit: int | None = None,
    known: Organisations = NOBODY,
) -> Promises:
    """Count the commitments that answer *where* by unit, owner or party.

    Who has most overdue comes first, then who has most of them.  Names that are *known* to
    be one organisation make one group.
    """
    sides, total = balance(book, as_of, where, rounding)
    found = kept_by(book, as_of, FIELDS[by], where, rounding)
    if by != "owner":
        found = _as_known(
            found,
            known,
            lambda keys: balance(
                book,
                as_of,
                both(where, Or(tuple(Term(FIELDS[by], Op.EQ, key) for key in keys))),
                rounding,
            )[1],
        )
    groups = [Group(key=key, kept=kept) for key, kept in found.items() if kept.total]
    groups.sort(key=lambda g: (not g.key, -g.kept.states["overdue"], -g.kept.total, g.key))
    return Promises(
        as_of=as_of,
        sides=sides,
        total=total,
        by=by,
        groups=tuple(groups[:limit]),
        listed=len(groups),
    )


def _as_known(
    groups: dict[str, Kept], known: Organisations, ask: Callable[[list[str]], Kept]
) -> dict[str, Kept]:
    """Return *groups*, of organisations with several names as *ask* tells of all these."""
    names: dict[str, list[str]] = {}
    for key in groups:
        names.setdefault(known.called(key), []).append(key)
    return {
        name: groups[keys[0]] if len(keys) == 1 else ask(keys) for name, keys in names.items()
    }


def _tasks(book: Book, where: Expr, as_of: date, limit: int | None) -> tuple[Task, ...]:
    found = entries_of(book, where, as_of=as_of, order=_BY_SIDE, limit=limit)
    return tuple(task_of(e.record, e.follow_up, as_of) for e in found if e.follow_up)


def say_side(key: str) -> str:
    """Say whose commitments they are."""
    return SIDES.name(key) if key else _("Total")


def _row(task: Task) -> Row:
    return (
        task.ref,
        SIDES.name(task.side),
        say_state(task.state),
        say_overdue_by(task.days_late),
        say_due(task.due, task.due_text),
        task_text(task),
        task.owner or task.unit,
        titled(task.title, task.names),
    )


def _group_row(one: Group) -> Row:
    return row_of(one.key or quiet(_("not given")), one.kept)


def columns_of(key: str, heading: str) -> tuple[Column, ...]:
    """Return the columns of what is told of the commitments of a group."""
    return (
        Column(key, heading, grow=True),
        Column("honoured", _("Honoured of what fell due")),
        Column("overdue", _("Overdue"), "number"),
        Column("due", _("Due now"), "number", minor=True),
        Column("partly", _("In part"), "number", minor=True),
        Column("not_due", _("Not due"), "number"),
        Column("unmet", _("Not met"), "number"),
        Column("waived", _("Waived"), "number", minor=True),
        Column("total", _("In all"), "number"),
    )


def row_of(name: Cell, kept: Kept) -> Row:
    """Return the cells of these columns."""
    states = kept.states
    rest = (states[key] for key in ("due", "partly", "not-due", "unmet", "waived"))
    return (
        name,
        say_share(kept.share),
        say_overdue(states["overdue"]),
        *rest,
        kept.total,
    )


def _hint(tasks: tuple[Task, ...], by: str) -> str:
    if by or not tasks or not tasks[0].is_open:
        return ""
    met = _("Its condition is met: dealtrack met {ref}")
    whole = _("Honoured whole: dealtrack done {ref} · In part: dealtrack partly {ref}")
    return (met if tasks[0].state == "unmet" else whole).format(ref=tasks[0].ref)
