"""How a command finds the one thing that is meant: by ref, or by a unique piece of text."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dealtrack.actions.records import collection
from dealtrack.errors import DealtrackError, NotFound, WrongUse
from dealtrack.model import Agreement, FollowUp, Kept, entries
from dealtrack.model.ref import Ref
from dealtrack.query.fields import fold
from dealtrack.store.base import Store
from dealtrack.text import _, listed


class Ambiguous(DealtrackError):  # noqa: N818 -- it is what it says
    """A piece of text fits several things; none is guessed."""

    exit_code = 2

    def __init__(self, text: str, candidates: tuple[str, ...]) -> None:
        super().__init__(text, candidates)
        self.text = text
        self.candidates = candidates

    def __str__(self) -> str:
        shown = self.candidates[:8]
        more = len(self.candidates) - len(shown)
        lines = [_("“{text}” fits {count}:").format(text=self.text, count=len(self.candidates))]
        lines += [f"  {one}" for one in shown]
        if more:
            lines.append(_("  and {count} more").format(count=more))
        return "\n".join([*lines, _("Use the ref at the front of one of them.")])


class Found(NamedTuple):
    """What a text led to: the ref, its record, and the follow-up if it names one."""

    ref: Ref
    record: Kept
    follow_up: FollowUp | None


def find_record(store: Store, text: str, today: date) -> Found:
    """Return the agreement or trip that *text* means; a follow-up's ref gives that as well.

    Raises:
        NotFound: if nothing fits; it names the nearest three.
        Ambiguous: if several do.
    """
    if ref := Ref.read(text):
        return _get(store, ref)
    wanted = fold(text)
    lines = [(Ref.read(r.ref), _name(r), _words(r)) for r in _records(store, today)]
    return _one(
        store,
        text,
        [(r, n) for r, n, w in lines if r and wanted in w],
        [n for _r, n, _w in lines],
    )


def find_follow_up(store: Store, text: str, today: date) -> Found:
    """Return the follow-up that *text* means: ``17.2``, or a piece of an open task's text.

    Raises:
        NotFound, Ambiguous: as `find_record`.
        WrongUse: if *text* is the ref of a record: which of its follow-ups is not said.
    """
    if ref := Ref.read(text):
        found = _get(store, ref)
        if found.follow_up is None:
            raise WrongUse(*_which(found))
        return found
    wanted = fold(text)
    lines = [
        (
            Ref.read(e.ref),
            f"{e.ref}  {e.follow_up.task} · {e.record.title}",
            fold(f"{e.follow_up.task} {_words(e.record)}"),
        )
        for record in _records(store, today)
        for e in entries(record, today)
        if e.follow_up and e.follow_up.is_open(today)
    ]
    return _one(
        store,
        text,
        [(r, n) for r, n, w in lines if r and wanted in w],
        [n for _r, n, _w in lines],
    )


def the_one(text: str, names: Iterable[str]) -> str:
    """Return the one of *names* that *text* means: the whole name, else a unique piece of it.

    Raises:
        NotFound, Ambiguous: as `find_record`.
    """
    known = tuple(names)
    wanted = fold(text)
    for hits in (
        [n for n in known if fold(n) == wanted],
        [n for n in known if wanted in fold(n)],
    ):
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise Ambiguous(text, tuple(hits))
    raise NotFound(text, nearest(text, list(known)))


def _get(store: Store, ref: Ref) -> Found:
    if ref.problem is not None:
        raise WrongUse(
            _("{ref} is a problem, which can only be solved.").format(ref=ref),
            _("Write dealtrack solve {ref}, or give the ref without its last number.").format(
                ref=ref
            ),
        )
    record: Kept = collection(store, ref).get(ref.id)
    return Found(ref, record, record.follow_up(ref.number) if ref.number else None)


def _one(store: Store, text: str, hits: list[tuple[Ref, str]], names: list[str]) -> Found:
    if len(hits) == 1:
        return _get(store, hits[0][0])
    if hits:
        raise Ambiguous(text, tuple(name for _ref, name in hits))
    raise NotFound(text, nearest(text, names))


def nearest(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the three of *names* that are closest to *text*."""
    from difflib import SequenceMatcher  # 6 ms, wanted only after a slip

    wanted = fold(text)

    def closeness(name: str) -> float:
        return SequenceMatcher(None, wanted, fold(name)).ratio()

    return tuple(sorted(names, key=closeness, reverse=True)[:3])


def _records(store: Store, today: date) -> Iterator[Kept]:
    yield from store.agreements.search(as_of=today)
    yield from store.trips.search(as_of=today)


def _name(record: Kept) -> str:
    parties = (
        (p.name for p in record.parties) if isinstance(record, Agreement) else record.places
    )
    return f"{record.ref}  {' · '.join([record.title, *parties])}"


def _words(record: Kept) -> str:
    return fold(_name(record).partition("  ")[2])


def _which(found: Found) -> tuple[str, str]:
    numbers = listed(f"{found.record.ref}.{f.number} {f.task}" for f in found.record.follow_ups)
    if not numbers:
        return (
            _("{ref} has no follow-ups.").format(ref=found.ref),
            _('Add one: dealtrack follow {ref} "task" --due DAY').format(ref=found.ref),
        )
    return (
        _("{ref} is a whole record; name one of its follow-ups.").format(ref=found.ref),
        _("They are: {numbers}").format(numbers=numbers),
    )
