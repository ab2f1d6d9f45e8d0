"""Interpreter 2 of the query language: a question as a condition in SQL.

`query.match` says what a question means, and tests/query/test_law.py holds this to it.
Values are always parameters.  A missing value is NULL, and no more than not true: a NULL
never gets past a negation, for that asks whether the rest IS NOT TRUE.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from dealtrack.model import Amount
from dealtrack.model.ref import Ref
from dealtrack.query.expr import And, Expr, Not, Op, Or, Term, Value, alternatives
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS, TEXTS
from dealtrack.store.sql.cells import folded, framed, plain, reach_of
from dealtrack.store.sql.columns import COLUMNS, OF_BOTH, Column, Mark, Table
from dealtrack.store.sql.dialect import SQLITE, Dialect, Sql

_SIGNS = {Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}


class Scope(NamedTuple):
    """What is asked: which register, as of which day, in which dialect."""

    table: Table
    as_of: date
    dialect: Dialect = SQLITE
    apart: bool = False
    """Whether to look for records in a query of their own, before their entries."""
    mark: Mark = "settled"
    """From which day on a record answers for itself."""


class Source(NamedTuple):
    """Where values of a field are found: what is searched, and what was typed."""

    cell: Sql
    typed: Sql
    several: bool = False

    @property
    def is_of_record(self) -> bool:
        """Whether all entries of a record have the same there."""
        return 'e."' not in self.cell.text or self.cell.text == ID.text


ID, NUMBER = Sql('e."id"'), Sql('e."number"')
NOTHING = Sql("CAST(NULL AS INTEGER)")
_TRUE, _FALSE = Sql("TRUE"), Sql("FALSE")


def narrowing(expr: Expr, scope: Scope) -> Sql:
    """Return the `condition` for a WHERE: what is asked of records is asked once for each.

    That way the entries of the few records that answer are looked up, where the planner
    would rather go through all entries and look up the record of each.
    """
    return _apart([condition(expr, scope._replace(apart=True))], " AND ", scope)


def condition(expr: Expr, scope: Scope) -> Sql:
    """Return what is true of those entries that answer *expr*, and of no others."""
    match expr:
        case Term():
            return _term(expr, scope)
        case And(parts):
            return _group([condition(part, scope) for part in parts], " AND ", "TRUE", scope)
        case Or():
            return _any(expr, scope)
        case Not(Term(op=Op.KNOWN) as known) if known.field != "ref":  # an index finds NULL
            cells = [Sql.of("{} IS NULL", one.cell) for one in sources(known.field, scope)]
            return _group(cells, " AND ", "TRUE", scope)
        case Not(part):
            answers = condition(part, scope)
            if scope.apart and _is_of_records(answers):
                return _excluded(answers, scope)
            return Sql.of("({} IS NOT TRUE)", answers)


def _any(expr: Or, scope: Scope) -> Sql:
    asked = alternatives(expr)
    if asked and asked[0] == "id":
        ids = (_number(one, scope.dialect) for one in asked[1])
        return Sql.of("{} IN ({})", ID, Sql.joined(ids, ", "))
    return _group([condition(part, scope) for part in expr.parts], " OR ", "FALSE", scope)


def sources(name: str, scope: Scope) -> tuple[Source, ...]:
    """Return where the values of a field are found, in their order; none has no values.

    The ref is not found so: it is the only field that is not a value but a name.
    """
    if name == "text":
        return tuple(source for one in TEXTS for source in sources(one, scope))
    if name == "person" and scope.table == "agreements":
        return (*sources("signatory", scope), *sources("witness", scope))
    if name in _MADE_UP:
        return (_made(_MADE_UP[name](scope)),)
    moving, stored = _MOVING.get(name), _stored_in(name, scope)
    return tuple(_made(moving(scope)) if moving else one for one in stored)


def _stored_in(name: str, scope: Scope) -> tuple[Source, ...]:
    columns, dialect = COLUMNS[scope.table], scope.dialect
    stored = [_stored("r", c, dialect) for c in columns.records if c.field.name == name]
    stored += [_stored("e", c, dialect) for c in columns.entries if c.field.name == name]
    return tuple(stored)


def _stored(alias: str, column: Column, dialect: Dialect) -> Source:
    cell, *typed = (Sql(f'{alias}."{name}"') for name in column.names)
    if not typed:
        return Source(cell, cell, column.several)
    is_whole = column.several and dialect.is_typed
    whole = typed[0] if is_whole else Sql.of("coalesce({}, {})", typed[0], cell)
    return Source(cell, whole, column.several)


def _made(cell: Sql) -> Source:
    return Source(cell, cell)


def value(one: Value) -> Sql:
    """Return a value as a parameter."""
    return Sql("?", (plain(one),))


def _number(one: Value, dialect: Dialect) -> Sql:
    """Return a whole number as a parameter: where columns have types, of any length."""
    return Sql("?", (int(str(one)) if dialect.is_typed else plain(one),))


def _days_late(scope: Scope) -> Sql:
    today = value(scope.as_of)
    late = 'e."open" = 1 AND e."conditional" = 0 AND e."due" < {}'
    return Sql.of(f'(CASE WHEN {late} THEN {{}} - e."due" END)', today, today)


def _promised(scope: Scope) -> Sql:
    """Where a promise stands: at the end of time, whatever has a due day was due."""
    today, waits = value(scope.as_of), (value("overdue"), value("due"))
    return Sql.of(
        '(CASE WHEN e."promised" IN ({}, {}) AND e."due" > {} '
        'THEN CASE e."partly" WHEN 1 THEN {} ELSE {} END '
        'WHEN e."promised" IN ({}, {}) AND e."due" = {} THEN {} ELSE e."promised" END)',
        *(*waits, today, value("partly"), value("not-due")),
        *(*waits, today, value("due")),
    )


def _status(scope: Scope) -> Sql:
    """How an agreement stands: at the end of time, its term is over, and its plan missed."""
    today = value(scope.as_of)
    return Sql.of(
        '(CASE WHEN r."status" NOT IN ({}, {}) THEN r."status" '
        'WHEN r."over" < {} THEN {} WHEN r."planned" < {} THEN {} ELSE {} END)',
        *(value("expired"), value("delayed"), today, value("expired")),
        *(today, value("delayed"), value("ongoing")),
    )


def _days_behind(scope: Scope) -> Sql:
    if scope.table == "trips":
        return NOTHING
    today = value(scope.as_of)
    missed = 'r."status" IN ({}, {}) AND r."planned" < {}'
    return Sql.of(
        f'(CASE WHEN {missed} THEN {{}} - r."planned" END)',
        *(value("expired"), value("delayed"), today, today),
    )


_MADE_UP: dict[str, Callable[[Scope], Sql]] = {
    "record": lambda scope: value(scope.table.removesuffix("s")),
    "id": lambda scope: ID,
    "late": _days_late,
    "behind": _days_behind,
}
_MOVING: dict[str, Callable[[Scope], Sql]] = {"promised": _promised, "status": _status}
"""What goes on changing with the day: worked out from what is stored."""
_MOVES = {
    "promised": {"overdue", "due", "not-due", "partly"},
    "status": {"expired", "delayed", "ongoing"},
}
"""The values that it changes between; all others are stored as they stay."""


def _group(parts: list[Sql], by: str, otherwise: str, scope: Scope) -> Sql:
    of_records = [part for part in parts if _is_of_records(part)]
    if scope.apart and 0 < len(of_records) < len(parts):
        others = [part for part in parts if not _is_of_records(part)]
        parts = [*others, _apart(of_records, by, scope)]
    if len(parts) == 1:
        return parts[0]
    return Sql.of("({})", Sql.joined(parts, by, otherwise))


def _is_of_records(part: Sql) -> bool:
    return 'r."' in part.text and 'e."' not in part.text  # values are no part of the text


def _apart(parts: list[Sql], by: str, scope: Scope) -> Sql:
    """Return *parts*, in a query of their own if they ask nothing of entries."""
    whole = Sql.joined(parts, by)
    if not _is_of_records(whole):
        return whole
    query = f'{{}} IN (SELECT r."id" FROM "{scope.table}_records" AS r WHERE {{}})'
    return Sql.of(query, ID, whole)


def _excluded(part: Sql, scope: Scope) -> Sql:
    """Return that *part* is not true of the record: those of which it is are looked up.

    For most that is left out is a few records, like those of which nothing was known then.
    """
    query = f'{{}} NOT IN (SELECT r."id" FROM "{scope.table}_records" AS r WHERE {{}})'
    return Sql.of(query, ID, part)


def _term(term: Term, scope: Scope) -> Sql:
    if term.field == "ref":
        return _ref(term, scope)
    kind = FIELDS[term.field].kind
    stays = term.op is Op.EQ and term.value not in _MOVES.get(term.field, {term.value})
    found = _stored_in(term.field, scope) if stays else sources(term.field, scope)
    tests = [_test(term, kind, one, scope.dialect) for one in found]
    either = _group(tests, " OR ", "FALSE", scope)
    if scope.apart and term.field in OF_BOTH and term.op is Op.KNOWN:
        return Sql.of("({} AND {})", _either_way(tests, scope), either)
    return either


def _either_way(tests: list[Sql], scope: Scope) -> Sql:
    """Ask for the records of what answers in their own row or in that of an entry.

    Each of the two is found by its index; all entries would be gone through for both at once.
    """
    ways = [
        Sql.of(f'SELECT {letter}."id" FROM "{scope.table}_{part}" AS {letter} WHERE {{}}', one)
        for one in tests
        for letter, part in [("r", "records") if _is_of_records(one) else ("e", "entries")]
    ]
    return Sql.of("{} IN ({})", ID, Sql.joined(ways, " UNION ALL "))


def _ref(term: Term, scope: Scope) -> Sql:
    """Ask for a ref: its own, or that of its record."""
    if term.op is Op.KNOWN:
        return _TRUE
    ref = Ref.read(str(term.value))
    if ref is None or str(ref) != term.value or ref.table != scope.table or ref.problem:
        return _FALSE
    own = Sql.of("{} = {}", ID, value(ref.id))
    if ref.number is None:
        return own
    return Sql.of("({} AND {} = {})", own, NUMBER, value(ref.number)) if ref.number else _FALSE


def _test(term: Term, kind: Kind, source: Source, dialect: Dialect) -> Sql:
    if term.op is Op.KNOWN or (term.op is Op.HAS and not term.value and kind is Kind.TEXT):
        return Sql.of("{} IS NOT NULL", source.cell)
    if kind is Kind.FLAG:  # not a parameter: a partial index is found by its very words
        return Sql.of("{} = " + str(int(bool(term.value))), source.cell)
    if isinstance(term.value, Amount):
        return _costs(term.op, term.value, source, dialect)
    if kind is Kind.TEXT:
        return _says(term, source, dialect)
    wanted = _number(term.value, dialect) if kind is Kind.NUMBER else value(term.value)
    if source.several:
        listed = Sql.of("{} @> ARRAY[{}]", source.cell, wanted)
        return listed if dialect.is_typed else _framed(wanted, source, dialect)
    return Sql.of(f"{{}} {_SIGNS.get(term.op, '=')} {{}}", source.cell, wanted)


def _says(term: Term, source: Source, dialect: Dialect) -> Sql:
    """Ask for a text; several are not a list anywhere, for they are searched for parts."""
    wanted = folded(str(term.value))
    if term.op is not Op.EQ:
        return Sql.of(f"{dialect.finds} > 0", source.cell, Sql("?", (wanted,)))
    whole = Sql("?", (wanted,))
    if source.several:
        return _framed(whole, source, dialect)
    return Sql.of("{} = {}", source.cell, whole)


def _framed(wanted: Sql, source: Source, dialect: Dialect) -> Sql:
    """Ask whether a whole value is framed among several."""
    cells = (framed([cell]) for cell in wanted.values if isinstance(cell, bytes))
    found = Sql.of(dialect.finds, source.cell, Sql("?", tuple(cells)))
    return Sql.of("({} IS NOT NULL AND {} > 0)", source.cell, found)


def _costs(op: Op, amount: Amount, source: Source, dialect: Dialect) -> Sql:
    low, high = (Sql("?", (end,)) for end in reach_of(op, amount))
    if source.several:
        within = Sql.of(dialect.lies_within, source.cell, low, high)
        return Sql.of("({} IS NOT NULL AND {})", source.cell, within)
    return Sql.of("({} >= {} AND {} < {})", source.cell, low, source.cell, high)
