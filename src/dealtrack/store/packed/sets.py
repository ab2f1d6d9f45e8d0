"""Interpreter 3 of the query language: a question as a set of records.

A set is one long number with a byte for each place: 1 if the record there answers.  What
several ask for at once is the AND of their sets, and so on, a thousand records in a
blink.  Which cells of a column answer is found out once for each different cell.

`query.match` says what a question means, and tests/query/test_law.py holds this to it;
`answers` is what `store.sql.where` asks of a cell in SQL.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, cached_property, partial, reduce
from operator import and_, eq, ge, gt, le, lt, or_
from typing import Any

from dealtrack.model import Amount
from dealtrack.query.expr import And, Expr, Not, Op, Or, Term
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.store.packed.blocks import BITS, DAYS, LOW, PACKED
from dealtrack.store.packed.columns import Columns
from dealtrack.store.sql.cells import Cell, folded, framed, lies_within, plain, reach_of
from dealtrack.store.sql.columns import COLUMNS, MADE_UP, TABLES, Mark, Table

Members = int
"""A set of records: byte by byte 1 for those that are in it."""

_FEW = 256
_COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: eq,
    Op.HAS: eq,
    Op.LT: lt,
    Op.LE: le,
    Op.GT: gt,
    Op.GE: ge,
}
_MOVING = tuple(map(plain, ("expired", "delayed")))


def _told(table: Table) -> frozenset[str]:
    """Return the fields that packed columns tell all of; those that no record has, too."""
    own = {column.field.name for column in COLUMNS[table].records}
    elsewhere = {column.field.name for column in COLUMNS[table].entries} | MADE_UP | {"person"}
    packed = {name for name in own if name in PACKED[table]}
    return frozenset({"record", "id"} | packed | (FIELDS.keys() - own - elsewhere))


_TOLD = {table: _told(table) for table in TABLES}
_SEVERAL = {
    table: {column.field.name for column in COLUMNS[table].records if column.several}
    for table in TABLES
}


def can_tell(fields: Iterable[str], table: Table) -> bool:
    """Whether packed columns have all that is to be known of *fields*."""
    return all(map(_TOLD[table].__contains__, fields))


class Sets:
    """The records of one register, as of a day, as sets."""

    def __init__(self, columns: Columns, as_of: date) -> None:
        self.columns = columns
        self._as_of = as_of
        self._known: dict[Expr, Members] = {}

    def of(self, expr: Expr) -> Members:
        """Return the records that answer *expr*."""
        found = self._known.get(expr)
        if found is None:
            found = self._known[expr] = self._of(expr)
        return found

    def told(self, mark: Mark) -> Members:
        """Return the records that answer for themselves by then."""
        return self.of(Term(mark, Op.LE, self._as_of))

    def flags(self, those: Members) -> bytes:
        """Return *those* place by place."""
        return those.to_bytes(self.columns.width, "little")

    @cached_property
    def _places(self) -> Members:
        return members(b"\1" * self.columns.width)

    @cached_property
    def _everyone(self) -> Members:
        return self._places & ~self._without("settled")

    def _of(self, expr: Expr) -> Members:
        match expr:
            case Term():
                return self._term(expr)
            case And(parts):
                return reduce(and_, map(self.of, parts), self._everyone)
            case Or(parts):
                return reduce(or_, map(self.of, parts), 0)
            case Not(part):
                return self._everyone & ~self.of(part)

    def _term(self, term: Term) -> Members:
        if term.field == "id":
            return self._called(term.op, term.value)
        if term.field == "record":
            own = self.columns.table.removesuffix("s")
            term = Term("settled", Op.KNOWN, True) if term.value in {True, own} else term
        if term.field not in PACKED[self.columns.table]:
            return 0
        if term.field == "status" and term.op is not Op.KNOWN:
            return self._standing(str(term.value))
        if term.field in DAYS and term.op is Op.KNOWN:
            return self._places & ~self._without(term.field)
        if isinstance(term.value, date):
            return self._on(term.field, term.op, term.value)
        return self._where(term.field, answering(term, self.columns.table))

    def _called(self, op: Op, wanted: object) -> Members:
        """Return the records whose id compares with *wanted* as asked."""
        if op is Op.KNOWN:
            return self._everyone
        if op is Op.EQ and isinstance(wanted, int):
            place = self.columns.place(wanted)
            return self._everyone & (1 << 8 * place) if place is not None else 0
        compare = _COMPARE[op]
        return self._everyone & members(bytes(compare(id_, wanted) for id_ in self.columns.ids))

    def _standing(self, status: str) -> Members:
        """Return those of a *status*.  See `store.sql.where`: with time some go on changing."""
        if status in self._moving:
            return self._moving[status]
        others = self._where("status", lambda cell: cell == plain(status))
        return others | self._moving[""] if status == "ongoing" else others

    @cached_property
    def _moving(self) -> dict[str, Members]:
        """Those whose term ends or whose plan is missed in time: which already, "" not yet."""
        every = self._where("status", lambda cell: cell in _MOVING)
        over = every & self._on("over", Op.LT, self._as_of)
        delayed = every & ~over & self._on("planned", Op.LT, self._as_of)
        return {"expired": over, "delayed": delayed, "": every & ~over & ~delayed}

    def _on(self, column: str, op: Op, day: date) -> Members:
        """Return the records whose day in *column* compares with *day* as asked."""
        less, same = self._parted(column, day.toordinal())
        match op:
            case Op.LT:
                return less & ~self._without(column)
            case Op.LE:
                return (less | same) & ~self._without(column)
            case Op.GT:
                return self._places & ~(less | same)
            case Op.GE:
                return self._places & ~less
            case _:
                return same

    def _without(self, column: str) -> Members:
        """Return the places without a day in *column*."""
        return self._parted(column, 0)[1]

    def _parted(self, column: str, day: int) -> tuple[Members, Members]:
        """Return the places of less than *day*, and those of that day.

        What is missing is 0.  It is compared eight bits at a time, the highest first.
        """
        less, same = 0, self._places
        for plane, bits in zip(self.columns.days(column), BITS, strict=True):
            part = day >> bits & LOW
            less |= same & members(plane.translate(_is_less(part)))
            same &= members(plane.translate(_is(part)))
        return less, same

    def _where(self, column: str, holds: Callable[[Cell], bool]) -> Members:
        """Return the records whose cell in *column* is one that *holds*."""
        values, codes = self.columns[column]
        truth = bytes(map(holds, values))
        if isinstance(codes, bytes):
            return members(codes.translate(truth.ljust(_FEW, b"\0")))
        return members(bytes(map(truth.__getitem__, codes)))


@cache
def _is_less(part: int) -> bytes:
    return (b"\1" * part).ljust(_FEW, b"\0")


@cache
def _is(part: int) -> bytes:
    return (bytes(part) + b"\1").ljust(_FEW, b"\0")


def members(flags: bytes) -> Members:
    """Return the set of the records whose byte is 1."""
    return int.from_bytes(flags, "little")


def answering(term: Term, table: Table) -> Callable[[Cell], bool]:
    """Return which cells answer *term*; one that is missing answers none."""
    kind, several = FIELDS[term.field].kind, term.field in _SEVERAL[table]
    if term.op is Op.KNOWN or (term.op is Op.HAS and not term.value and kind is Kind.TEXT):
        return lambda cell: cell is not None
    if isinstance(term.value, Amount):
        return _costing(term.op, term.value, several)
    if kind is Kind.FLAG:
        return partial(eq, int(bool(term.value)))
    wanted = folded(str(term.value)) if kind is Kind.TEXT else plain(term.value)
    if kind is Kind.TEXT and term.op is not Op.EQ:
        return _holding(wanted)
    if several and isinstance(wanted, bytes):
        return _holding(framed([wanted]))
    compare, own = _COMPARE[term.op], _sorted(wanted)
    return lambda cell: cell is not None and compare(_sorted(cell), own)


def _holding(part: Any) -> Callable[[Cell], bool]:
    return lambda cell: isinstance(cell, bytes) and part in cell


def _costing(op: Op, amount: Amount, several: bool) -> Callable[[Cell], bool]:
    low, high = reach_of(op, amount)
    if several:
        return lambda cell: isinstance(cell, bytes) and lies_within(cell, low, high)
    return lambda cell: isinstance(cell, bytes) and low <= cell < high


def _sorted(cell: Cell) -> tuple[bool, Cell]:
    """Return what sorts as a database sorts cells: numbers before bytes."""
    return isinstance(cell, bytes), cell
