"""Setting the targets of a year, and taking them back."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec.structs import replace

from dealtrack.actions.logs import inserted
from dealtrack.errors import NotFound
from dealtrack.model import Amount
from dealtrack.model.target import Aim, Measured, Target
from dealtrack.query.words import plain
from dealtrack.store.base import Store
from dealtrack.text import _

Outcome = Literal["new", "revised", "same"]


class Wanted(NamedTuple):
    """A target as somebody wants it set; *row* tells where in a table it stands."""

    year: int
    measure: Measured
    unit: str
    value: Decimal | Amount
    row: int = 0


class SetTo(NamedTuple):
    """A target after it was set, what came of that, and what it was before."""

    target: Target
    outcome: Outcome
    before: Decimal | Amount | None = None


def set_targets(
    store: Store, wanted: Iterable[Wanted], today: date, on: date | None = None
) -> list[SetTo]:
    """Set targets, all or none.

    A new one holds from the beginning of its year, or from *on*; a revision from *today*,
    or from *on*.  What is so already is left alone.
    """
    with store.transaction():
        known = store.targets.all()
        found = []
        for one in wanted:
            done = _set(store, known, one, today, on)
            known = [t for t in known if t.id != done.target.id] + [done.target]
            found.append(done)
    return found


def foreseen(
    store: Store, wanted: Iterable[Wanted], today: date
) -> list[tuple[Wanted, Outcome]]:
    """Return what setting targets would come to."""
    known = store.targets.all()
    return [(one, _outcome(find(known, one), one, today)) for one in wanted]


def targets_of(store: Store, year: int, measure: str, unit: str) -> list[Target]:
    """Return the targets of a measure, money in each currency.

    Raises: `NotFound` if there is none.
    """
    found = [
        one
        for one in store.targets
        if (one.year, one.measure) == (year, measure) and plain(one.unit) == plain(unit)
    ]
    if not found:
        name = " ".join(part for part in (str(year), measure, unit) if part)
        see = _("See the targets: dealtrack target list {year}").format(year=year)
        raise NotFound(name, remedy=see)
    return found


def remove_targets(store: Store, targets: Iterable[Target]) -> list[Target]:
    """Strike *targets*, all or none, and return them as they were.

    Raises: `NotFound` if one is gone.
    """
    with store.transaction():
        return [store.targets.remove(one.id) for one in targets]


def find(targets: Iterable[Target], wanted: Wanted) -> Target | None:
    """Return the target of *targets* that *wanted* is about, if there is one."""
    currency = wanted.value.currency if isinstance(wanted.value, Amount) else ""
    key = (wanted.year, wanted.measure, currency, plain(wanted.unit))
    return next(
        (t for t in targets if (t.year, t.measure, t.currency, plain(t.unit)) == key), None
    )


def _outcome(target: Target | None, wanted: Wanted, on: date) -> Outcome:
    if target is None:
        return "new"
    return "same" if target.value(on) == wanted.value else "revised"


def _set(
    store: Store, known: list[Target], wanted: Wanted, today: date, on: date | None
) -> SetTo:
    there = find(known, wanted)
    if there is None:
        aim = Aim(on=on or min(today, date(wanted.year, 1, 1)), value=wanted.value)
        target = Target(year=wanted.year, measure=wanted.measure, unit=wanted.unit, aims=(aim,))
        return SetTo(store.targets.add(target), "new")
    day = on or today
    before = there.value(day)
    if before == wanted.value:
        return SetTo(there, "same", before)
    aim = Aim(on=day, value=wanted.value)
    changed = replace(there, aims=inserted(there.aims, aim, lambda a: a.on))
    return SetTo(store.targets.save(changed), "revised", before)
