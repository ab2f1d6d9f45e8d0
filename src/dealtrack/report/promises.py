"""The commitments of both sides: what was promised, and how much of it was honoured."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model import Amount
from dealtrack.model.vocabulary import PROMISE_STATES, SIDES
from dealtrack.query.asked import Book, count_of, entries_of
from dealtrack.query.expr import EVERYTHING, Expr, Op, Or, Term, both
from dealtrack.query.measures import Figure, Measure
from dealtrack.query.questions import COMMITMENT, begun
from dealtrack.report.figures import HALF_UP, Rounding, Share, added, say_amounts, say_share
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Cell, Column, Facts, Page, Row, Table
from dealtrack.report.tasks import Task, task_of, task_text
from dealtrack.report.words import quiet, say_due, say_overdue_by, say_state, titled
from dealtrack.text import _

OWED = ("overdue", "due")
"""The states of what should be honoured by now."""
IN_ORDER = (*OWED, "partly", "not-due", "unmet", "honoured", "waived")
"""The states of commitments, those that somebody has to act on first."""
_BY_SIDE = (("promise", False), ("due", False))
_COUNT = (
    Measure("n", unit="entries"),
    Measure("pledged", of="pledged", unit="entries"),
)


class Kept(Struct, frozen=True, kw_only=True):
    """How the commitments of a side stand; the total has no *side*.

    *states* counts them by the keys of `PROMISE_STATES`.  *share* is what was honoured of
    all that fell due: what waits for its condition or its day, or was waived, is not in it.
    Formula: honoured / (honoured + due + overdue).
    """

    side: str = ""
    total: int
    states: dict[str, int]
    share: Share
    pledged: tuple[Amount, ...]
    honoured: tuple[Amount, ...]


class Promises(Struct, frozen=True, kw_only=True):
    """Commitments: figures for each side that has any, and the commitments in question.

    The figures are of all that were asked about; *commitments* are those of some states,
    the overdue ones first, ours before theirs; *listed* counts those a limit left out too.
    """

    schema: Literal["dealtrack/promises/1"] = "dealtrack/promises/1"
    as_of: date
    sides: tuple[Kept, ...]
    total: Kept
    listed: int
    commitments: tuple[Task, ...]

    def page(self) -> Page:
        """Lay the report out."""
        figures = Facts(tuple((_say_side(k.side), _say_kept(k)) for k in self._figures()))
        table = Table(
            columns=(
                Column("ref", _("Ref"), "ref"),
                Column("side", _("Side")),
                Column("state", _("State")),
                Column("late", _("Late")),
                Column("due", _("Due"), "day"),
                Column("commitment", _("Commitment"), grow=True),
                Column("owner", _("Owner")),
                Column("record", _("Agreement or trip"), grow=True),
            ),
            rows=tuple(map(_row, self.commitments)),
            empty=_("No commitments."),
            more=rows_left_out(len(self.commitments), self.listed),
        )
        return Page(
            _("Commitments"),
            (figures, table) if self.total.total else (table,),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_hint(self.commitments),
        )

    def _figures(self) -> tuple[Kept, ...]:
        return (*self.sides, self.total) if len(self.sides) > 1 else self.sides


def find_promises(
    book: Book,
    as_of: date,
    where: Expr = EVERYTHING,
    *,
    only: Sequence[str] = IN_ORDER,
    rounding: Rounding = HALF_UP,
    limit: int | None = None,
) -> Promises:
    """Find the commitments that answer *where*; list those whose state is one of *only*."""
    asked = both(COMMITMENT, begun(as_of), where)
    sides = tuple(_kept(book, asked, as_of, rounding, side) for side in SIDES.keys)
    found: tuple[Task, ...] = ()
    for state in only:
        left = None if limit is None else limit - len(found)
        if left != 0:
            found += _tasks(book, both(asked, _with(state)), as_of, left)
    return Promises(
        as_of=as_of,
        sides=tuple(kept for kept in sides if kept.total),
        total=_kept(book, asked, as_of, rounding),
        listed=count_of(book, both(asked, Or(tuple(map(_with, only)))), as_of=as_of),
        commitments=found,
    )


def _with(state: str) -> Expr:
    return Term("promised", Op.EQ, state)


def _tasks(book: Book, where: Expr, as_of: date, limit: int | None) -> tuple[Task, ...]:
    found = entries_of(book, where, as_of=as_of, order=_BY_SIDE, limit=limit)
    return tuple(task_of(e.record, e.follow_up, as_of) for e in found if e.follow_up)


def _kept(book: Book, asked: Expr, as_of: date, rounding: Rounding, side: str = "") -> Kept:
    """Count the commitments of *side*, or of all sides."""
    where = both(asked, Term("promise", Op.EQ, side)) if side else asked
    tallies = [
        register.tally(_COUNT, as_of=as_of, by="promised", where=where)
        for register in (book.agreements, book.trips)
    ]
    figures = [pair for found in tallies for pair in found.items()]
    states = {key: sum(_n(f["n"]) for k, f in figures if k == key) for key in IN_ORDER}
    return Kept(
        side=side,
        total=sum(states.values()),
        states=states,
        share=share_honoured(states, rounding),
        pledged=added(a for _key, f in figures for a in _amounts(f["pledged"])),
        honoured=added(
            a for key, f in figures if key == "honoured" for a in _amounts(f["pledged"])
        ),
    )


def share_honoured(states: dict[str, int], rounding: Rounding) -> Share:
    """Return how much of what fell due was honoured, of commitments counted by *states*.

    Source: 承诺兑现率; a condition that is not met is shown apart, and not in it.
    """
    honoured = states["honoured"]
    return Share.of(honoured, honoured + sum(states[key] for key in OWED), rounding)


def _n(figure: Figure) -> int:
    return figure if isinstance(figure, int) else 0


def _amounts(figure: Figure) -> Iterable[Amount]:
    if isinstance(figure, int):
        return ()
    return (Amount(value=value, currency=code) for code, value in figure.items())


def _say_side(key: str) -> str:
    return SIDES.name(key) if key else _("Total")


def _say_kept(kept: Kept) -> tuple[Cell, ...]:
    """Say how much was honoured of what fell due, then what stands where, then the money."""
    counts = [(PROMISE_STATES.name(key), n) for key, n in kept.states.items() if n]
    said = " · ".join(_("{state} {n}").format(state=name, n=f"{n:,}") for name, n in counts)
    lines: list[Cell] = [
        _("honoured of what fell due: {share}").format(share=say_share(kept.share)),
        _("{n} in all: {counts}").format(n=f"{kept.total:,}", counts=said),
    ]
    if pledged := say_amounts(kept.pledged):
        money = _("pledged {pledged}, honoured {honoured}")
        lines.append(
            quiet(money.format(pledged=pledged, honoured=say_amounts(kept.honoured) or "–"))
        )
    return tuple(lines)


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


def _hint(tasks: tuple[Task, ...]) -> str:
    if not tasks or not tasks[0].is_open:
        return ""
    met = _("Its condition is met: dealtrack met {ref}")
    whole = _("Honoured whole: dealtrack done {ref} · In part: dealtrack partly {ref}")
    return (met if tasks[0].state == "unmet" else whole).format(ref=tasks[0].ref)
