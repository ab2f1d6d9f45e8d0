"""A target as it is told: a line of figures, and the table of the units."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from dealtrack.model import Amount
from dealtrack.model.vocabulary import MEASURES
from dealtrack.report.attained import Number
from dealtrack.report.figures import NONE, say_percent
from dealtrack.report.page import Cell, Column, Row, Table, Tone, Toned
from dealtrack.report.words import money, quiet
from dealtrack.text import _


class Line(Struct, frozen=True, kw_only=True):
    """A target and what was attained of it: of the whole, or of one *unit*.

    Without a *ref* nobody set it: the whole is what the units add up to then, and a unit
    that attained something has no *target*; one without a name is what no unit answers
    for.  *points* is completion % − months elapsed / 12, as both are printed.  Units of one
    measure are ranked by their completion; ties share a *rank*.  *refs* are the records
    behind *actual*, *first* is what a target was before it was revised.
    """

    ref: str = ""
    measure: str
    is_whole: bool
    unit: str = ""
    currency: str = ""
    target: Number | None
    actual: Number
    percent: Decimal | None = None
    points: Decimal | None = None
    rank: int | None = None
    first: Number | None = None
    refs: tuple[str, ...]


def unit_table(whole: Line, units: Sequence[Line]) -> Table:
    """Lay the units of one measure out by rank; the total is that of the rows."""
    is_whole = summed(units) == whole.target
    added = (said(summed(units), whole.currency), figures(whole)[1], None, None)
    return Table(
        columns=(
            Column("rank", _("Rank"), "number"),
            Column("unit", _("Unit"), grow=True),
            *columns(),
        ),
        rows=tuple((one.rank, _say_unit(one), *figures(one)) for one in units),
        title=_("{measure}, by unit").format(measure=MEASURES.name(whole.measure)),
        total=(None, _("Total"), *(figures(whole) if is_whole else added)),
    )


def summed(lines: Iterable[Line]) -> Number:
    """Return what the targets of *lines* add up to."""
    added: Number = 0
    for one in lines:
        added += one.target or 0
    return added


def columns() -> tuple[Column, ...]:
    """Return the columns of what is told of a target."""
    return (
        Column("target", _("Target"), "number"),
        Column("actual", _("Attained"), "number"),
        Column("percent", _("Completion rate"), "number"),
        Column("points", _("Points ahead"), "number"),
    )


def figures(line: Line) -> Row:
    """Return the cells of these columns."""
    return (
        quiet(NONE) if line.target is None else _wanted(line),
        said(line.actual, line.currency),
        quiet(NONE) if line.percent is None else say_percent(line.percent),
        _say_points(line.points),
    )


def _say_unit(line: Line) -> Cell:
    return line.unit or quiet(_("no unit named"))


def _wanted(line: Line) -> Cell:
    assert line.target is not None
    wanted = said(line.target, line.currency)
    if line.first is None:
        return wanted
    return _("{target} (at first {first})").format(
        target=wanted, first=said(line.first, line.currency)
    )


def said(number: Number, currency: str) -> str:
    """Say a count, or an amount of money in *currency*."""
    return (
        money(Amount(value=Decimal(number), currency=currency)) if currency else f"{number:,}"
    )


def _say_points(points: Decimal | None) -> Cell:
    """Say by how much something is ahead or behind: ``+42.3``."""
    if points is None:
        return quiet(NONE)
    said = f"{points:+,f}" if points else f"{points:f}"
    return Toned(said, Tone.GOOD if points > 0 else Tone.BAD if points < 0 else Tone.PLAIN)
