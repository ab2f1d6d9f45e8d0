"""Trips: delegations that went out, whom they visited, and what they heard."""

from datetime import date
from typing import Self

from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.model.record import Record
from dealtrack.model.values import Person, Value


class Intention(Value, frozen=True, kw_only=True):
    """Something that somebody wants to do.  It binds nobody.

    *became* are the ids of the agreements that were made of it, in negotiation or signed.
    """

    text: str
    by: str = ""
    became: tuple[int, ...] = ()


class Visit(Value, frozen=True, kw_only=True):
    """A call on an organisation: when, where, whom they met, what was seen or said.

    An organisation that the source does not name is `UNNAMED`.
    """

    organisation: str
    on: PartialDay | None = None
    place: str = ""
    met: tuple[Person, ...] = ()
    saw: str = ""
    intentions: tuple[Intention, ...] = ()


class TripDraft(Record, frozen=True, kw_only=True):
    """A trip as it is reported, before the ledger has it."""

    title: str
    start: PartialDay | None = None
    end: PartialDay | None = None
    places: tuple[str, ...] = ()
    lead: Person | None = None
    members: tuple[Person, ...] = ()
    visits: tuple[Visit, ...] = ()
    intentions: tuple[Intention, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def all_intentions(self) -> tuple[Intention, ...]:
        """Every intention noted on the trip, those of its visits first."""
        return (*(i for v in self.visits for i in v.intentions), *self.intentions)

    def led_to(self, number: int, agreement: int) -> Self:
        """Return this trip with its intention *number* noted to have become *agreement*.

        Intentions are counted from 1, those of the visits first.

        Raises: `IndexError`.
        """
        found = list(self.all_intentions)
        if not 1 <= number <= len(found):
            raise IndexError(number)
        one = found[number - 1]
        found[number - 1] = replace(one, became=tuple(dict.fromkeys((*one.became, agreement))))
        rest = iter(found)
        visits = tuple(
            replace(v, intentions=tuple(next(rest) for _one in v.intentions))
            for v in self.visits
        )
        return replace(self, visits=visits, intentions=tuple(rest))

    @property
    def people_met(self) -> tuple[Person, ...]:
        """Everybody met on the visits, each once."""
        return tuple(dict.fromkeys(p for v in self.visits for p in v.met))

    def begins(self) -> date | None:
        """Return the first day of the trip, as far as it is known."""
        return self.start.earliest if self.start else None

    def days(self) -> int | None:
        """Return how many days the trip took, first and last included; None: not known."""
        if not (self.start and self.start.is_exact and self.end and self.end.is_exact):
            return None
        return (self.end.latest - self.start.earliest).days + 1

    def last_progress(self, day: date) -> date | None:
        """Return the last day by *day* on which something moved forward.

        The start of the trip and its end count, and the work on its follow-ups.
        """
        moved = self.work_days()
        moved += [self.start.earliest] if self.start else []
        moved += [end.latest] if (end := self.end or self.start) else []
        return max((d for d in moved if d <= day), default=None)


class Trip(TripDraft, frozen=True, kw_only=True):
    """A trip in the ledger."""

    id: int
    uid: str
    version: int = 1

    @property
    def ref(self) -> str:
        """How people call it: ``T3``."""
        return f"T{self.id}"
