"""Telling people what waits for them, and remembering what was told.

What is to be told is worked out when it is asked for; nothing has to run meanwhile.  The
memory only keeps it from being told twice.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from dealtrack.model.telling import Channel, Heard, Memory, after
from dealtrack.report.digest import EVERYBODY, Digest, by_recipient, digest_of_all, digests_of
from dealtrack.report.things import Thing
from dealtrack.store.disk import reminded
from dealtrack.store.disk.files import Files


class Morning(NamedTuple):
    """A run of reminding: of which *things*, on which day, how often they are told *again*.

    With an *owner* it is for that one alone; *everything* is told, whatever was told
    before.  *who* runs it, at the *moment* of the clock.
    """

    files: Files
    things: tuple[Thing, ...]
    today: date
    until: date
    again: int
    who: str
    moment: datetime
    owner: str | None = None
    everything: bool = False

    def digests(self, heard: Heard) -> tuple[Digest, ...]:
        """Return everybody's digest, or that of the one owner, given what was *heard*."""
        found = digests_of(
            self.things,
            heard,
            self.today,
            self.until,
            self.again,
            everything=self.everything,
        )
        return tuple(one for one in found if self.owner is None or one.owner == self.owner)

    def digest_of_all(self, heard: Heard) -> Digest:
        """Return the one digest of all things, whosever they are."""
        return digest_of_all(
            self.things,
            heard,
            self.today,
            self.until,
            self.again,
            everything=self.everything,
        )


def remember(
    morning: Morning,
    channel: Channel,
    told: Iterable[Digest],
    patience: float = reminded.PATIENCE,
    *,
    of_all: bool = False,
) -> None:
    """Remember that the digests *told* were shown to who runs this; see `heard_after`.

    Raises: `RemindersBusy`, `CannotWrite`.
    """
    digests = tuple(told)

    def renewed(memory: Memory) -> Memory:
        heard = memory.heard(channel, morning.who)
        now = heard_after(morning, heard, digests, of_all=of_all)
        return memory if now == heard else memory.having(channel, morning.who, now)

    memory, _is_whole = reminded.read(morning.files)
    if renewed(memory) == memory:
        return
    with reminded.held(morning.files, morning.who, morning.moment, patience):
        memory, _is_whole = reminded.read(morning.files)
        reminded.write(morning.files, renewed(memory))


def heard_after(
    morning: Morning, heard: Heard, told: Iterable[Digest], *, of_all: bool = False
) -> Heard:
    """Return what was *heard* once the digests *told* are, too; what is over is forgotten.

    With *of_all*, who hears them is told everything in one.
    """
    lasting = by_recipient(morning.things)
    if of_all:
        lasting[EVERYBODY] = list(morning.things)
    new = {one.owner: one.matters for one in told}
    owners = {*heard, *new} if morning.owner is None else {morning.owner}
    changed = {
        owner: after(
            heard.get(owner, ()),
            (thing.matter for thing in lasting.get(owner, ())),
            new.get(owner, ()),
            morning.today,
        )
        for owner in owners
    }
    kept = {**heard, **changed}
    return {owner: tellings for owner, tellings in sorted(kept.items()) if tellings}


def recall(files: Files) -> tuple[Memory, bool]:
    """Return what is remembered, and whether it could be read."""
    return reminded.read(files)
