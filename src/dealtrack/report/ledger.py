"""The ledger as it stood on a day: nothing that happened later is in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dealtrack.days import PartialDay, Span
from dealtrack.model import Agreement, Kept, Trip
from dealtrack.report.figures import Group, added
from dealtrack.report.known import begun, signed_day
from dealtrack.report.tasks import Task, tasks_of, urgency

_SAME_MONEY = ("implements", "renews", "supersedes")


@dataclass(frozen=True)
class Ledger:
    """What was known on a day, in the order of ids.

    *signed* are those of the *agreements* that were signed by then.  *following* are the
    ids of the signed ones that follow an earlier signed one, *repeating* of those whose
    money was counted with it.
    """

    as_of: date
    agreements: tuple[Agreement, ...]
    trips: tuple[Trip, ...]
    signed: tuple[Agreement, ...]
    following: frozenset[int]
    repeating: frozenset[int]

    @classmethod
    def on(
        cls, day: date, agreements: Iterable[Agreement], trips: Iterable[Trip] = ()
    ) -> "Ledger":
        """Return the ledger of *agreements* and *trips* as it stood on *day*."""
        known = begun(sorted(agreements, key=lambda a: a.id), day)
        out = begun(sorted(trips, key=lambda t: t.id), day)
        signed = tuple(a for a in known if a.was_signed(day))
        return cls(day, known, out, signed, *_lineage(signed, day))

    @property
    def records(self) -> tuple[Kept, ...]:
        """Every record: agreements, then trips."""
        return (*self.agreements, *self.trips)

    def signed_on(self, agreement: Agreement) -> PartialDay | None:
        """Return the day on which *agreement* was signed, if that is known."""
        return signed_day(agreement, self.as_of)

    def signed_in(self, days: Span) -> tuple[Agreement, ...]:
        """Return what was signed on one of *days*; a partial day counts from its earliest."""
        found = ((a, self.signed_on(a)) for a in self.signed)
        return tuple(a for a, on in found if on and on.earliest in days)

    def group(self, agreements: Iterable[Agreement]) -> Group:
        """Return *agreements* as a figure: their number, money and refs."""
        chosen = tuple(agreements)
        counted = (a.amount for a in chosen if a.amount and a.id not in self.repeating)
        return Group(len(chosen), added(counted), tuple(a.ref for a in chosen))

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every follow-up: the longest late first, then as it falls due."""
        found = (task for record in self.records for task in tasks_of(record, self.as_of))
        return tuple(sorted(found, key=urgency))


def _lineage(signed: tuple[Agreement, ...], day: date) -> tuple[frozenset[int], frozenset[int]]:
    """Return who of *signed* follows an earlier one, and whose money was counted with it.

    Source: a project counts once, at its first signing; a capital increase or a
    supplement names only what it adds.
    """
    by_id = {a.id: a for a in signed}
    pairs = [
        (a, by_id[link.to], link.relation)
        for a in signed
        for link in a.links
        if link.to in by_id and _turn(by_id[link.to], day) < _turn(a, day)
    ]
    return (
        frozenset(a.id for a, _, _ in pairs),
        frozenset(
            a.id
            for a, earlier, relation in pairs
            if relation in _SAME_MONEY and _currency(a) and _currency(a) == _currency(earlier)
        ),
    )


def _turn(agreement: Agreement, day: date) -> tuple[date, int]:
    signed = signed_day(agreement, day)
    return (signed.earliest if signed else date.min, agreement.id)


def _currency(agreement: Agreement) -> str:
    return agreement.amount.currency if agreement.amount else ""
