"""What the ledger offers to somebody who answers questions: names, and a record like theirs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from dealtrack.model import Agreement, Assignment, Party, Trip
from dealtrack.store.base import Store


class Lookup(NamedTuple):
    """The records of the ledger, to take names and defaults from."""

    agreements: list[Agreement]
    trips: list[Trip]

    @classmethod
    def of(cls, store: Store, today: date) -> "Lookup":
        """Read everything once: many questions follow."""
        return cls(store.agreements.search(as_of=today), store.trips.search(as_of=today))

    def like(self, parties: Iterable[Party], kind: str) -> Agreement | None:
        """Return the last agreement with one of the others among *parties*.

        Failing that, the last of its *kind*; failing that, the last.
        """
        wanted = _others(parties)
        backwards = self.agreements[::-1]
        shared = (a for a in backwards if wanted & _others(a.parties))
        alike = (a for a in backwards if kind and a.kind == kind)
        return next(shared, next(alike, backwards[0] if backwards else None))

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties as they signed, with their sides."""
        return names(
            f"{p.name} ({p.side})" if p.side else p.name
            for a in self.agreements
            for p in a.parties
            if p.is_named
        )

    @property
    def witnesses(self) -> tuple[str, ...]:
        """Who witnessed something, with the post of that day, and who led a trip."""
        return names(
            str(person)
            for people in (
                *(a.witnesses for a in self.agreements),
                *((t.lead, *t.members) for t in self.trips),
            )
            for person in people
            if person
        )

    @property
    def places(self) -> tuple[str, ...]:
        """Where something was signed."""
        return names(a.place for a in self.agreements)

    @property
    def units(self) -> tuple[str, ...]:
        """Which units answer for something."""
        return names(one.unit for one in self._assignments())

    @property
    def owners(self) -> tuple[str, ...]:
        """Who answers for something."""
        return names(one.owner for one in self._assignments())

    def _assignments(self) -> Iterator[Assignment]:
        for record in (*self.agreements, *self.trips):
            yield from record.assignments
            for task in record.follow_ups:
                yield from task.assignments


def _others(parties: Iterable[Party]) -> set[str]:
    return {p.name.casefold() for p in parties if p.side != "ours"}


def names(found: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, without the empty ones."""
    return tuple(dict.fromkeys(name for name in found if name))


@contextmanager
def tab_completes(known: tuple[str, ...]) -> Iterator[None]:
    """Have the Tab key complete the *known* names, where the terminal can do it."""
    try:
        import readline
    except ImportError:  # Windows
        yield
        return
    readline.set_completer_delims(";")  # bytes: a ；in it would cut other characters too
    readline.set_completer(lambda text, state: _completion(known, text, state))
    mac = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if mac else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(None)


def _completion(known: tuple[str, ...], text: str, state: int) -> str | None:
    """Return the *state*-th name that continues *text*, from the last separator on."""
    head, separator, begun = text.rpartition("；")
    wanted = begun.strip().casefold()
    space = begun[: len(begun) - len(begun.lstrip())]
    hits = [name for name in known if name.casefold().startswith(wanted)]
    return f"{head}{separator}{space}{hits[state]}" if state < len(hits) else None
