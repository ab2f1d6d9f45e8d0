"""How an organisation is named on the command line, and what is told of a change to it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Literal

import msgspec

from dealtrack.actions.naming import Renamed, save
from dealtrack.cli.ask import confirm, needed
from dealtrack.cli.concerning import everything, known_to
from dealtrack.cli.refs import Ambiguous, nearest
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, telling
from dealtrack.errors import NotFound
from dealtrack.model import UNNAMED, Kept, Trip
from dealtrack.model.registered import Organisation
from dealtrack.query.expr import Op, Or, Term
from dealtrack.query.measures import Measure
from dealtrack.query.questions import EVER, naming
from dealtrack.query.registry import Organisations
from dealtrack.query.words import plain
from dealtrack.report.differences import differences, say_difference
from dealtrack.report.people import organisations_of
from dealtrack.report.steps import say_refs
from dealtrack.store.base import Store
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a command that changes what an organisation is known by, as JSON."""

    schema: Literal["dealtrack/organisations-saved/1"] = "dealtrack/organisations-saved/1"
    saved: bool = True
    refs: tuple[str, ...]
    organisations: tuple[Organisation, ...]


class Names:
    """The names of organisations in a ledger: as they signed, were visited, or are known."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.known = known_to(store).organisations
        self._parties = store.agreements.tally((Measure("n"),), as_of=EVER, by="party")

    @cached_property
    def every(self) -> tuple[str, ...]:
        """All of them; every trip is read for it."""
        return self._of(self._store.trips.search(as_of=EVER))

    def _of(self, trips: Iterable[Trip]) -> tuple[str, ...]:
        visits = (visit.organisation for trip in trips for visit in trip.visits)
        entries = (name for one in self.known.entries for name in (*one.names, one.parent))
        every = dict.fromkeys((*self._parties, *visits, *entries))
        return tuple(name for name in every if name and name != UNNAMED)

    def _everywhere(self) -> tuple[str, ...]:
        """Return those of people and of units too, for which every record has to be read."""
        agreements, trips = everything(self._store)
        records: tuple[Kept, ...] = (*agreements, *trips)
        more = (name for one in records for name in organisations_of(one, EVER))
        return tuple(dict.fromkeys((*self.every, *more)))

    def find(self, text: str) -> str:
        """Return the name to print of the organisation that *text* means.

        That is one of its names, else a unique piece of one, else how one sounds.

        Raises:
            NotFound: if nothing fits; it names the nearest three.
            Ambiguous: if several do.
        """
        wanted = plain(needed(text, "NAME"))
        for hits in self._found(text.strip(), wanted):
            called = tuple(dict.fromkeys(map(self.known.called, hits)))
            if len({plain(one) for one in called}) == 1:
                return called[0]
            if called:
                raise Ambiguous(text, called)
        raise NotFound(text, nearest(text, self.every))

    def exact(self, text: str) -> str:
        """Return the name to print of what is called *text*, or that: it may never have signed.

        A piece of a name will not do: what belongs to 腾讯 may be all that is known of it.
        """
        return self.known.called(next(iter(self.spellings(text.strip())[1:]), text.strip()))

    def _found(self, text: str, wanted: str) -> Iterator[list[str]]:
        there = self._of(self._store.trips.search(naming(text), as_of=EVER))
        for names in (there, None):
            known = self._everywhere() if names is None else names
            yield [name for name in known if plain(name) == wanted]
            yield [name for name in known if wanted in plain(name)]
        from dealtrack.report.alike.pinyin import spelled  # pypinyin, where nothing else fits

        yield list(spelled(text, self.every))

    def spellings(self, name: str) -> tuple[str, ...]:
        """Return *name* and whatever in the ledger differs from it in blanks or case only."""
        wanted = plain(name)
        same = (one for one in self.every if plain(one) == wanted)
        return tuple(dict.fromkeys((name, *same)))


Make = Callable[[Organisations], Renamed]


def change(run: Run, store: Store, make: Make, *, asks: bool, dry_run: bool = False) -> None:
    """Make a change, shown and asked about before if it *asks*, and tell what it was.

    Raises:
        Conflict: if somebody else changed it meanwhile.
    """
    seen = make(known_to(store).organisations)
    if seen.is_nothing_new:
        _tell(run, seen, [_("{name} is known so already.").format(name=seen.after.name)])
        return
    if dry_run or asks:
        preview = list(_preview(store, seen))
        if dry_run:
            _tell(run, seen, preview, is_saved=False)
            run.say(_("Nothing saved: this was a dry run."))
            return
        if not run.yes and run.asks:
            for line in preview:
                run.say(visible(line))
        if not confirm(run, _question(run, seen)):
            run.say(_("Nothing was changed."))
            return
    done = save(store, make, seen)
    _tell(run, done, list(_done(seen, done)))
    if run.screen.is_terminal and not (run.json or run.quiet):
        hint = _('See it: dealtrack party show "{name}" · Take it back: dealtrack undo')
        run.say(hint.format(name=done.after.name))


def _question(run: Run, seen: Renamed) -> str:
    if run.asks:
        return _("Are they one organisation?")
    return visible(
        _("Merge {others} into {name}?").format(
            others=listed(seen.new_names), name=seen.before.name
        )
    )


def _preview(store: Store, seen: Renamed) -> Iterator[str]:
    """Yield which names it would have, and where each of them stands now."""
    yield _("{name} would be found by these names as well:").format(name=seen.after.name)
    for name in seen.new_names:
        refs = tuple(_refs(store, name))
        yield joined((f"  {name}", say_refs(refs) if refs else _("in no record")))
    yield from _facts(seen)
    yield _("The records keep the names that were signed.")


def _facts(seen: Renamed) -> Iterator[str]:
    """Yield what else becomes of it."""
    for one in differences(seen.before, seen.after):
        if one.field not in {"aliases", "organisation"}:
            yield f"  {say_difference(one)}"


def _refs(store: Store, name: str) -> Iterator[str]:
    """Yield the records that name an organisation so, as a party or as one visited."""
    for register, letter in ((store.agreements, ""), (store.trips, "T")):
        where = Or((Term("party", Op.EQ, name), Term("visit", Op.EQ, name)))
        rows: Iterable[tuple[tuple[object, ...], ...]] = register.rows(
            ("id",), where, as_of=EVER
        )
        yield from (f"{letter}{id_[0]}" for (id_,) in rows)


def _done(seen: Renamed, done: Renamed) -> Iterator[str]:
    after = done.after
    if seen.new_names:
        yield _("{name} is also called {names} now.").format(
            name=after.name, names=listed(n for n in seen.new_names if n != after.name)
        )
    lost = [name for name in seen.before.names if name not in after.names]
    if lost:
        yield _("{name} is no longer called {names}.").format(
            name=after.name, names=listed(lost)
        )
    if seen.gone:
        n = len(seen.gone)
        yield plural("{n} entry was put into it.", "{n} entries were put into it.", n)
    if facts := list(_facts(seen)):
        yield _("Saved {ref}: {title}").format(ref=after.ref, title=after.name)
        yield from facts


def _tell(run: Run, told: Renamed, lines: list[str], *, is_saved: bool = True) -> None:
    ref = told.after.ref if told.after.id else ""
    with telling(ref or told.after.name):
        if run.json:
            refs = tuple(filter(None, (ref, *(one.ref for one in told.gone))))
            run.answer(Named(saved=is_saved, refs=refs, organisations=(told.after,)))
        elif run.quiet:
            run.tell(ref)
        else:
            for line in lines:
                run.tell(visible(line))
