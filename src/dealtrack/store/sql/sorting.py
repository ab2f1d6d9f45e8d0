"""Orders in SQL: entries as `query.order.arrange` puts them."""

from collections.abc import Iterator

from dealtrack.query.expr import And, Expr, Not, Op, Or, Term
from dealtrack.query.field import Field, Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.order import Order
from dealtrack.store.sql.cells import BETWEEN, BETWEEN_SUMS, KEY_ENDS
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.where import ID, NUMBER, Scope, Source, sources, value


def ordering(order: Order, scope: Scope, where: Expr) -> Sql:
    """Return what sorts the entries that answer *where* as `arrange` does."""
    keys = sorted_by(order, scope, where)
    return Sql.joined([*keys, ID, NUMBER] if keys else [by_ref(where, scope)], ", ")


def sorted_by(order: Order, scope: Scope, where: Expr) -> list[Sql]:
    """Return what *order* sorts by, without what sorts those that it leaves as they are."""
    sure = _fields_known(where)
    return [key for name, falls in order for key in _keys(FIELDS[name], scope, falls, sure)]


def by_ref(where: Expr, scope: Scope) -> Sql:
    """Return what sorts the entries that answer *where* by ref.

    Where an index finds the few that may answer, they are sorted after that: the planner
    would rather go through all entries, for those lie in this order.
    """
    template = scope.dialect.unsorted if _is_narrow(where) else "{}"
    keys = (Sql.of(template, one) for one in (ID, NUMBER))
    return Sql.joined(keys, ", ")


def _is_narrow(expr: Expr) -> bool:
    match expr:
        case And(parts):
            return any(map(_is_narrow, parts))
        case Term("due", Op.EQ | Op.LT | Op.LE) | Term("waits" | "uid"):
            return True
        case Not(Term("due", Op.KNOWN)):
            return True
        case _:
            return False


def _fields_known(expr: Expr) -> frozenset[str]:
    """Return fields of which everything that answers *expr* has a value."""
    match expr:
        case Term(name):
            return frozenset({name})
        case And(parts):
            return frozenset[str]().union(*map(_fields_known, parts))
        case Or((first, *others)):
            return _fields_known(first).intersection(*map(_fields_known, others))
        case _:
            return frozenset()


def _keys(field: Field, scope: Scope, falls: bool, sure: frozenset[str]) -> Iterator[Sql]:
    """Yield what to sort by; only what is sure to have a value can be sorted by an index."""
    if field.name == "ref":
        yield from (_sorted(ID, falls), _sorted(NUMBER, falls))
        return
    found = [_first(source, field.kind, scope) for source in sources(field.name, scope)]
    if not found:
        return
    first = found[0] if len(found) == 1 else Sql.of("coalesce({})", Sql.joined(found, ", "))
    last = "" if field.name in sure else " NULLS LAST"
    if field.kind is Kind.MONEY:
        currency, key = _parts_of_sum(first, scope)
        yield _sorted(currency, False, last)
        yield _sorted(key, falls, last)
        return
    if field.kind is Kind.REF:  # numbers without zeros before them: the longer, the larger
        yield _sorted(Sql.of("length({})", first), falls, last)
    yield _sorted(_place(field, first) if field.vocabulary else first, falls, last)


def _sorted(key: Sql, falls: bool, last: str = "") -> Sql:
    return Sql.of(f"{{}}{' DESC' if falls else ''}{last}", key)


def _first(source: Source, kind: Kind, scope: Scope) -> Sql:
    """Return the first value of a cell."""
    if not source.several:
        return source.cell
    if scope.dialect.is_typed and kind is not Kind.TEXT:
        return Sql.of("({})[1]", source.cell)
    rest = Sql.of("substr({}, 2)", source.cell)
    return _before(BETWEEN_SUMS if kind is Kind.MONEY else BETWEEN, rest, scope)


def _parts_of_sum(cell: Sql, scope: Scope) -> tuple[Sql, Sql]:
    """Return the currency of an amount, and what sorts by the number."""
    at = Sql.of(scope.dialect.finds, cell, Sql("?", (BETWEEN,)))
    rest = Sql.of("substr({}, {} + 1)", cell, at)
    return _before(BETWEEN, cell, scope), _before(KEY_ENDS, rest, scope)


def _before(mark: bytes, cell: Sql, scope: Scope) -> Sql:
    at = Sql.of(scope.dialect.finds, cell, Sql("?", (mark,)))
    return Sql.of("substr({}, 1, {} - 1)", cell, at)


def _place(field: Field, cell: Sql) -> Sql:
    """Return the place that a word has in its vocabulary, the last if it is not there."""
    keys = field.vocabulary.keys if field.vocabulary else ()
    places = (Sql.of(f"WHEN {{}} THEN {place}", value(key)) for place, key in enumerate(keys))
    other = Sql.of(f"CASE WHEN {{}} IS NOT NULL THEN {len(keys)} END", cell)
    return Sql.of("CASE {} {} ELSE {} END", cell, Sql.joined(places, " "), other)
