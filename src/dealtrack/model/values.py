"""Small values that the records are made of."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, TypeVar

import msgspec

from dealtrack.days import PartialDay

Side = Literal["ours", "theirs", "third"]

UNNAMED = "?"
"""The name of a party that the source mentions without naming it."""


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The common ground of all values: frozen, compared by content, terse when stored."""


class Dated(Protocol):
    """What happened on a known day."""

    @property
    def on(self) -> date:
        """The day."""


D = TypeVar("D", bound=Dated)


def last_by(log: Iterable[D], day: date) -> D | None:
    """Return the last of *log* that had happened by *day*; None if nothing had.

    The days decide, not the order of the lines; of several on one day, the one that
    was noted last.
    """
    known = [one for one in log if one.on <= day]
    if len(known) < 2:
        return known[0] if known else None
    return max(reversed(known), key=lambda one: one.on)


class Person(Value, frozen=True, kw_only=True):
    """Somebody, with the post and organisation of that day; no registry behind it."""

    name: str
    post: str = ""
    organisation: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.post, self.organisation) if part)


class Amount(Value, frozen=True, kw_only=True):
    """Money: a decimal number of whole units of an ISO 4217 currency."""

    value: Decimal
    currency: str = "CNY"


class Party(Value, frozen=True, kw_only=True):
    """An organisation in an agreement, named as it signed."""

    name: str
    role: str = ""
    side: Side | None = None
    signatory: Person | None = None

    @property
    def is_named(self) -> bool:
        """Whether the source says who this party is."""
        return self.name != UNNAMED


class Source(Value, frozen=True, kw_only=True):
    """Where a record's facts come from."""

    title: str = ""
    url: str = ""
    published: PartialDay | None = None
    file: str = ""
    sha256: str = ""


class Note(Value, frozen=True, kw_only=True):
    """A dated line of progress."""

    on: date
    text: str
    author: str = ""


class Problem(Value, frozen=True, kw_only=True):
    """A blocker: what it is, who must solve it by when, and when it was solved."""

    number: int
    text: str
    noted: date
    solver: str = ""
    by: date | None = None
    solved: date | None = None
    solution: str = ""

    def is_open(self, day: date) -> bool:
        """Whether the problem stood unsolved on *day*."""
        return self.noted <= day and (self.solved is None or self.solved > day)


class Assignment(Value, frozen=True, kw_only=True):
    """Who is responsible from a day on; the first one may have no day."""

    unit: str = ""
    owner: str = ""
    since: date | None = None


class Responsible(Value, frozen=True, kw_only=True):
    """The base of whatever somebody is responsible for."""

    assignments: tuple[Assignment, ...] = ()

    def assigned(self, day: date) -> Assignment:
        """Return who was responsible on *day*: the last assignment made by then."""
        known = [a for a in self.assignments if a.since is None or a.since <= day]
        return max(reversed(known), key=lambda a: a.since or date.min, default=Assignment())
