"""What agreements and trips have in common: follow-ups, notes, problems, sources."""

from datetime import date
from typing import Self

import msgspec

from dealtrack.errors import NotFound
from dealtrack.model.followup import FollowUp
from dealtrack.model.values import Note, Problem, Responsible, Source
from dealtrack.model.wait import Named, settled


class Record(Responsible, frozen=True, kw_only=True):
    """A record that calls for follow-ups.

    *key* names the record in the file it came from, so that the same file brings
    nothing twice.  *last_number* is the highest follow-up number ever given:
    numbers never return.
    """

    follow_ups: tuple[FollowUp, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    key: str = ""
    last_number: int = 0

    @property
    def ref(self) -> str:
        """How people call the record, once the ledger has it."""
        return ""

    def follow_up(self, number: int) -> FollowUp:
        """Return the follow-up called *number*, or raise `NotFound`."""
        for one in self.follow_ups:
            if one.number == number:
                return one
        raise NotFound(f"{self.ref}.{number}")

    def with_follow_up(self, changed: FollowUp) -> Self:
        """Return this record with the follow-up of the same number replaced."""
        self.follow_up(changed.number)
        kept = tuple(changed if f.number == changed.number else f for f in self.follow_ups)
        return msgspec.structs.replace(self, follow_ups=kept)

    def numbered(self) -> Self:
        """Return this record with a number for every follow-up that has none yet.

        What waits for another one by its task waits for it by its number then.
        """
        last = max([self.last_number, *(f.number for f in self.follow_ups)])
        kept = []
        for one in self.follow_ups:
            if not one.number:
                last += 1
            kept.append(one if one.number else msgspec.structs.replace(one, number=last))
        names = Named.of(self.ref, last, ((f.number, f.task) for f in kept))
        named = tuple(
            msgspec.structs.replace(f, waits=settled(f.waits, names)) if f.waits else f
            for f in kept
        )
        return msgspec.structs.replace(self, follow_ups=named, last_number=last)

    def begins(self) -> date | None:
        """Return the first day of what the record tells of; None: not known."""
        return None

    def known_from(self) -> date | None:
        """Return the first day that anything of the record is known of; None: not known.

        Work may come before what it is for: the tasks that prepare a trip.  A follow-up is
        there from the day it was set; what is noted in it of earlier days is known as late.
        """
        begins = self.begins()
        if begins is None:
            return None
        days = [begins, *(n.on for n in self.notes), *(p.noted for p in self.problems)]
        for one in self.follow_ups:
            days += [one.since] if one.since else one.work_days()
        return min(days)

    def work_days(self) -> list[date]:
        """Return the days on which a note was made or a follow-up moved on."""
        days = [n.on for n in self.notes]
        for one in self.follow_ups:
            days += one.work_days()
        return days
