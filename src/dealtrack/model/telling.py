"""What was told to whom: the memory of reminders, which is no part of the ledger.

It only ever holds something back: what it has lost, or tells of another day's clock,
is told once more.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

Reason = Literal[
    "overdue", "soon", "waiting", "submitted", "problem", "late-problem", "yellow", "red"
]
"""Why somebody hears of something; *yellow* and *red* are lights of what does not move."""
Channel = Literal["screen", "login", "mail"]
"""How it is told: each way has a memory of its own, and tells everything itself."""


class Matter(NamedTuple):
    """What there is to tell: a ref, the reason, and the day that it hangs on.

    The *day* is the due day; of what does not move, the day of its last progress.  A new
    reason or another day makes another matter.
    """

    ref: str
    reason: Reason
    day: date | None


class Telling(msgspec.Struct, frozen=True, array_like=True):
    """A matter, and the day *on* which it was told last."""

    ref: str
    reason: Reason
    day: date | None
    on: date

    @property
    def matter(self) -> Matter:
        """What was told."""
        return Matter(self.ref, self.reason, self.day)

    def holds(self, today: date, again: int) -> bool:
        """Whether it need not be told *today*: *again* days have not passed since.

        What was told on a later day, by a clock that was wrong, does not count.
        """
        return timedelta() <= today - self.on < timedelta(again)


Heard = Mapping[str, tuple[Telling, ...]]
"""What was told of, by the name of whose matters they are."""


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was told, by the channel and by who heard it there."""

    schema: Literal["dealtrack/reminded/1"] = "dealtrack/reminded/1"
    told: dict[Channel, dict[str, dict[str, tuple[Telling, ...]]]] = {}

    def heard(self, channel: Channel, reader: str = "") -> Heard:
        """Return what *reader* was told on *channel*."""
        return self.told.get(channel, {}).get(reader, {})

    def having(self, channel: Channel, reader: str, heard: Heard) -> "Memory":
        """Return this memory with what *reader* *heard* on *channel* replaced."""
        readers = self.told.get(channel, {}) | {reader: dict(heard)}
        return replace(self, told=self.told | {channel: readers})


def fresh(heard: Iterable[Telling], today: date, again: int) -> frozenset[Matter]:
    """Return the matters of *heard* that need not be told *today*."""
    return frozenset(one.matter for one in heard if one.holds(today, again))


def after(
    heard: Iterable[Telling], lasting: Iterable[Matter], told: Iterable[Matter], today: date
) -> tuple[Telling, ...]:
    """Return what is remembered once *told* is told *today*: of the matters *lasting* alone.

    What is over is forgotten: if it comes again, it is new.
    """
    on = {one.matter: one.on for one in heard} | dict.fromkeys(told, today)
    return tuple(Telling(*matter, on[matter]) for matter in lasting if matter in on)
