"""One digest for each who has something to hear of: what is new, and how much is still open."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.days import weekday_name
from dealtrack.model.telling import Heard, Matter, fresh
from dealtrack.report.page import (
    Block,
    Column,
    Note,
    Page,
    Section,
    Table,
    Tone,
)
from dealtrack.report.said import heading_of, row_of, say_group
from dealtrack.report.things import Group, Thing
from dealtrack.text import _, listed, plural

EVERYBODY = ""
"""Whose digest it is that holds everything: for the head of the office, once each."""

_GROUPS: tuple[Group, ...] = ("overdue", "soon", "waiting", "dormant")


class Digest(Struct, frozen=True, kw_only=True):
    """What *owner* is to be told, and how many *older* things are still open, by group.

    Nobody's digest, of what no one answers for, has no owner; nor has one *of_all*, which
    says of each thing whose it is.  *until* is the last day that counts as soon.
    """

    owner: str
    as_of: date
    until: date
    things: tuple[Thing, ...]
    older: dict[Group, int]
    of_all: bool = False

    @property
    def matters(self) -> tuple[Matter, ...]:
        """What is remembered once it is told."""
        return tuple(thing.matter for thing in self.things)

    @property
    def still_open(self) -> int:
        """How many older things are still open."""
        return sum(self.older.values())

    def page(self) -> Page:
        """Lay the digest out by itself, as for a mail."""
        return Page(
            _("Reminders of {day}, {weekday}").format(
                day=self.as_of, weekday=weekday_name(self.as_of)
            ),
            self.blocks(),
            subtitle=" · ".join(filter(None, (self.owner, self.counts()))),
        )

    def blocks(self) -> tuple[Block, ...]:
        """Lay out what is new, group by group, and what is still open."""
        tables = tuple(self._table(g) for g in _GROUPS if any(self._in(g)))
        return (*tables, Note(self._say_older(), Tone.QUIET)) if self.older else tables

    def counts(self) -> str:
        """Say how many there are of what: ``2 overdue, 3 due by 2026-12-01``."""
        count = Counter(thing.group for thing in self.things)
        return listed(say_group(g, count[g], self.until) for g in _GROUPS if count[g])

    def _in(self, group: Group) -> Iterable[Thing]:
        return (thing for thing in self.things if thing.group == group)

    def _table(self, group: Group) -> Table:
        columns: tuple[Column, ...] = (
            Column("ref", _("Ref"), "ref"),
            Column("when", _("When"), "day"),
            Column("due", _("Due"), "day", minor=True),
            Column("what", _("Task"), grow=True),
            Column("record", _("Agreement or trip"), grow=True),
        )
        if group == "dormant":
            what = Column("what", _("Progress"), grow=True)
            columns = (columns[0], Column("light", _("Light")), what, columns[4])
        rows = tuple(row_of(thing, self.as_of) for thing in self._in(group))
        if self.of_all:
            columns += (Column("owner", _("Owner")),)
            rows = tuple(
                (*row, thing.owner) for row, thing in zip(rows, self._in(group), strict=True)
            )
        return Table(columns, rows, title=heading_of(group, self.until))

    def _say_older(self) -> str:
        parts = listed(
            say_group(g, self.older[g], self.until) for g in _GROUPS if g in self.older
        )
        sentence = plural(
            "{n} older one is still open: {parts}.",
            "{n} older ones are still open: {parts}.",
            self.still_open,
        ).format(parts=parts)
        where = _("All of it: {command}").format(command=self.command())
        return f"{sentence}\n{where}"

    def command(self) -> str:
        """Return what to type to see all of it."""
        if not self.owner:
            return "dealtrack remind --all"
        return f"dealtrack remind --all --owner {_as_word(self.owner)}"


class Reminders(Struct, frozen=True, kw_only=True):
    """The digests of a day, of those who have something new to hear of.

    Besides, *others* have nothing new, but *older* things that are still open.
    """

    schema: Literal["dealtrack/reminders/1"] = "dealtrack/reminders/1"
    as_of: date
    until: date
    digests: tuple[Digest, ...]
    others: int
    older: int

    def page(self) -> Page:
        """Lay the digests out, a section for each."""
        sections = tuple(Section(_title(one), one.blocks()) for one in self.digests)
        is_new = any(one.things for one in self.digests)
        nothing = () if is_new else (Note(_("Nothing new to be told."), Tone.QUIET),)
        return Page(
            _("Reminders of {day}, {weekday}").format(
                day=self.as_of, weekday=weekday_name(self.as_of)
            ),
            (*nothing, *sections, *self._say_others()),
        )

    def _say_others(self) -> tuple[Block, ...]:
        if not self.others:
            return ()
        people = plural("{n} other", "{n} others", self.others)
        sentence = plural(
            "Nothing new for {people}, but {n} older thing that is still open: {command}",
            "Nothing new for {people}, but {n} older things that are still open: {command}",
            self.older,
        )
        command = "dealtrack remind --all"
        return (Note(sentence.format(people=people, command=command), Tone.QUIET),)


def digests_of(
    things: Collection[Thing],
    heard: Heard,
    today: date,
    until: date,
    again: int,
    *,
    everything: bool = False,
) -> tuple[Digest, ...]:
    """Return everybody's digest of *things*, in the order of names, nobody's last.

    What was *heard* within *again* days is older, unless *everything* is to be told.
    """
    found = by_recipient(things)
    return tuple(
        _digest(
            owner,
            found[owner],
            frozenset() if everything else fresh(heard.get(owner, ()), today, again),
            (today, until),
        )
        for owner in sorted(found, key=lambda name: (not name, name))
    )


def by_recipient(things: Iterable[Thing]) -> dict[str, list[Thing]]:
    """Return *things* by who has to hear of them, in their order."""
    found: dict[str, list[Thing]] = {}
    for thing in things:
        for owner in thing.recipients:
            found.setdefault(owner, []).append(thing)
    return found


def digest_of_all(
    things: Iterable[Thing],
    heard: Heard,
    today: date,
    until: date,
    again: int,
    *,
    everything: bool = False,
) -> Digest:
    """Return one digest of all *things*, each of them once; see `digests_of`."""
    known = frozenset() if everything else fresh(heard.get(EVERYBODY, ()), today, again)
    return replace(_digest(EVERYBODY, things, known, (today, until)), of_all=True)


def reminders(
    digests: Collection[Digest], today: date, until: date, *, of_one: bool = False
) -> Reminders:
    """Sum *digests* up: those with something new, and how many others there are.

    If they are *of_one* who was asked for, that one's is there in any case.
    """
    silent = [] if of_one else [one for one in digests if not one.things]
    return Reminders(
        as_of=today,
        until=until,
        digests=tuple(one for one in digests if one not in silent),
        others=len(silent),
        older=sum(one.still_open for one in silent),
    )


def say_owner(name: str) -> str:
    """Say whose digest it is."""
    return name or _("Nobody answers for these")


def _digest(
    owner: str,
    things: Iterable[Thing],
    known: Collection[Matter],
    days: tuple[date, date],
) -> Digest:
    new, older = [], Counter[Group]()
    for thing in things:
        if thing.matter in known:
            older[thing.group] += 1
        else:
            new.append(thing)
    today, until = days
    return Digest(owner=owner, as_of=today, until=until, things=tuple(new), older=dict(older))


def _title(digest: Digest) -> str:
    return " · ".join(filter(None, (say_owner(digest.owner), digest.counts())))


def _as_word(name: str) -> str:
    """Return *name* as a word of a shell: in quotes if it needs them."""
    return name if name.isalnum() else "'" + name.replace("'", "'\\''") + "'"
