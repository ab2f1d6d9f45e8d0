"""How measures are worked out in SQL: what each adds up, and in which query."""

from collections.abc import Sequence
from typing import NamedTuple

from dealtrack.query.expr import EVERYTHING, Or, both
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.measures import Measure
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.parting import Parting
from dealtrack.store.sql.selecting import Held
from dealtrack.store.sql.where import NOTHING, Scope, condition, sources

_SUMMED = {Kind.NUMBER, Kind.FLAG}
_FEW = 4


class Way(NamedTuple):
    """How a measure is worked out: what it adds up, if anything, and by which query."""

    measure: Measure
    cell: Sql | None
    is_money: bool
    is_several: bool

    @classmethod
    def of(cls, measure: Measure, scope: Scope) -> "Way":
        """Find the way of *measure*."""
        kind = FIELDS[measure.of].kind if measure.of else None
        found = sources(measure.of, scope) if kind in {*_SUMMED, Kind.MONEY} else ()
        is_money, several = kind is Kind.MONEY, any(source.several for source in found)
        return cls(measure, found[0].cell if found else None, is_money, several)

    @property
    def is_nothing(self) -> bool:
        """Whether it sums up what has no sum."""
        return bool(self.measure.of) and self.cell is None

    @property
    def is_apart(self) -> bool:
        """Whether it needs a query of its own."""
        if self.cell is None:
            return False
        return self.is_money or (self.measure.unit == "records" and 'e."' in self.cell.text)

    def asks_of_records(self, held: Held, parting: Parting) -> bool:
        """Whether records alone tell what it comes to, each of which counts once."""
        asked = (condition(self.measure.expr, held.scope), self.cell or NOTHING)
        once = self.measure.unit == "records"
        return once and not held.asks_of_entries(*asked, parting.joined, *parting.cells)


def narrowed(held: Held, ways: Sequence[Way]) -> Held:
    """Leave out what none of a few measures asks for, where no group is to be found.

    What one alone asks for is then all there is.
    """
    asked = dict.fromkeys(way.measure.expr for way in ways)
    if EVERYTHING in asked or len(asked) > _FEW:
        return held
    either = next(iter(asked)) if len(asked) == 1 else Or(tuple(asked))
    return held._replace(where=both(held.where, either))
