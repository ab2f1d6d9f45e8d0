"""How a command finds the one thing that is meant: by ref, or by a unique piece of text."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from dealtrack.actions.registers import collection
from dealtrack.cli.ask import needed
from dealtrack.errors import DealtrackError, NotFound, WrongUse
from dealtrack.model import Agreement, FollowUp, Kept, Trip
from dealtrack.model.ref import Ref
from dealtrack.query.expr import EVERYTHING, Expr, Op, Term
from dealtrack.query.fields import fold
from dealtrack.query.questions import EVER, holding
from dealtrack.store.base import Store
from dealtrack.text import _, listed

_SHOWN = 8
"""How many of several are named."""


class Ambiguous(DealtrackError):  # noqa: N818 -- it is what it says
    """A piece of text fits several things; none is guessed."""

    exit_code = 2

    def __init__(self, text: str, candidates: tuple[str, ...]) -> None:
        super().__init__(text, candidates)
        self.text = text
        self.candidates = candidates

    def __str__(self) -> str:
        shown = self.candidates[:_SHOWN]
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


class Line(NamedTuple):
    """What a piece of text may mean: a ref, how it is offered, the words to look in."""

    ref: Ref
    name: str
    words: str


Groups = tuple[list[Line], ...]

_LOOKED_IN = ("title", "party", "place", "task", "problem")
"""The fields whose texts make the words of the lines."""


def find_record(store: Store, text: str, today: date) -> Found:
    """Return the agreement or trip that *text* means; a follow-up's ref gives that as well.

    Raises:
        NotFound: if nothing fits; it names the nearest three.
        Ambiguous: if several do.
    """
    ref = Ref.read(text) or _one(text, store, _lines)
    return _get(store, ref, today)


def find_follow_up(store: Store, text: str, today: date) -> Found:
    """Return the follow-up that *text* means: ``17.2``, or a piece of its text, open or not.

    Raises:
        NotFound, Ambiguous: as `find_record`.
        WrongUse: if *text* is the ref of a record: which of its follow-ups is not said.
    """
    ref = Ref.read(text) or _one(text, store, lambda records: _tasks(records, today))
    found = _get(store, ref, today)
    if found.follow_up is None:
        raise WrongUse(*_which(found, today))
    return found


def find_anything(store: Store, text: str, today: date) -> Found:
    """Return what *text* means: a record, or if it is none, a follow-up.

    Raises:
        NotFound, Ambiguous: as `find_record`.
    """
    if ref := Ref.read(text):
        return _get(store, ref, today)
    ref = _one(text, store, lambda found: (*_lines(found), *_tasks(found, today)))
    return _get(store, ref, today)


def find_problem(store: Store, text: str, today: date) -> Ref:
    """Return the problem that *text* means: ``17.2.1``, or a piece of one that is unsolved.

    Raises:
        NotFound, Ambiguous: as `find_record`.
        WrongUse: if *text* is the ref of something else.
    """
    ref = Ref.read(text) or _one(text, store, lambda found: _problems(found, today), today)
    if ref.problem is None:
        raise WrongUse(
            _("{ref} names no problem.").format(ref=ref),
            _("Write 17.2.1 for one on follow-up 17.2, 17.0.1 for one on agreement 17 itself."),
        )
    _get(store, ref.record, today)
    return ref


def the_one(text: str, names: Iterable[str]) -> str:
    """Return the one of *names* that *text* means: the whole name, else a unique piece of it.

    Raises:
        NotFound, Ambiguous: as `find_record`.
    """
    known = tuple(names)
    wanted = fold(needed(text, "NAME"))
    for hits in (
        [n for n in known if fold(n) == wanted],
        [n for n in known if wanted in fold(n)],
    ):
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise Ambiguous(text, tuple(hits))
    raise NotFound(text, nearest(text, list(known)))


def _get(store: Store, ref: Ref, today: date) -> Found:
    if ref.problem is not None:
        raise WrongUse(
            _("{ref} is a problem, which can only be solved.").format(ref=ref),
            _("Write dealtrack solve {ref}, or give the ref without its last number.").format(
                ref=ref
            ),
        )
    try:
        record: Kept = collection(store, ref).get(ref.id)
        return Found(ref, record, record.follow_up(ref.number) if ref.number else None)
    except NotFound as error:
        raise _nothing(error.wanted, _neighbours(store, ref, today)) from None


def _neighbours(store: Store, ref: Ref, today: date) -> tuple[str, ...]:
    """Return the three that come closest to a *ref* that leads nowhere."""
    register = collection(store, ref)
    try:
        lines = [line for group in _tasks([register.get(ref.id)], today) for line in group]
        lines.sort(key=lambda line: abs((line.ref.number or 0) - (ref.number or 0)))
    except NotFound:
        found = [
            record
            for op, falls in ((Op.LT, True), (Op.GT, False))
            for record in register.search(
                Term("id", op, ref.id), as_of=EVER, order=(("id", falls),), limit=3
            )
        ]
        lines = [_line(record) for record in found]
        lines.sort(key=lambda line: (abs(line.ref.id - ref.id), line.ref.id))
    return tuple(line.name for line in lines[:3])


def _one(
    text: str, store: Store, lines: Callable[[list[Kept]], Groups], as_of: date = EVER
) -> Ref:
    """Return the ref of the one line that holds *text*, in the first group where one does.

    Only what holds each word of it can; where nothing does, the nearest are looked for.
    """
    wanted = fold(needed(text, "REF"))
    where = holding(wanted.replace("·", " ").split(), _LOOKED_IN)
    for group in lines(_records(store, where, as_of)):
        hits = [line for line in group if wanted in line.words]
        if len(hits) == 1:
            return hits[0].ref
        if hits:
            raise Ambiguous(text, tuple(line.name for line in hits))
    every = lines(_records(store))
    raise _nothing(text, nearest(text, [line.name for group in every for line in group]))


def _nothing(text: str, near: tuple[str, ...]) -> NotFound:
    """Return the error that nothing is called *text*; where nothing is near, what to do."""
    return NotFound(text, near, "" if near else _("See what there is: dealtrack list"))


def nearest(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the three of *names* that are closest to *text*."""
    from difflib import SequenceMatcher  # 6 ms, wanted only after a slip

    wanted = fold(text)

    def closeness(name: str) -> float:
        return SequenceMatcher(None, wanted, fold(name)).ratio()

    return tuple(sorted(names, key=closeness, reverse=True)[:3])


def _records(store: Store, where: Expr = EVERYTHING, as_of: date = EVER) -> list[Kept]:
    return [
        *store.agreements.search(where, as_of=as_of),
        *store.trips.search(where, as_of=as_of),
    ]


def _ref(record: Kept) -> Ref:
    return Ref("trips" if isinstance(record, Trip) else "agreements", record.id)


def _line(record: Kept) -> Line:
    more = (p.name for p in record.parties) if isinstance(record, Agreement) else record.places
    words = " · ".join([record.title, *more])
    return Line(_ref(record), f"{record.ref}  {words}", fold(words))


def _lines(records: Iterable[Kept]) -> Groups:
    return (list(map(_line, records)),)


def _tasks(records: Iterable[Kept], today: date) -> Groups:
    """Return a line for each follow-up: the open ones, and the others."""
    groups: tuple[list[Line], list[Line]] = ([], [])
    for record in records:
        words, record_ref = _line(record).words, _ref(record)
        for one in record.follow_ups:
            ref = record_ref._replace(number=one.number)
            line = Line(ref, f"{ref}  {one.task} · {record.title}", fold(f"{one.task} {words}"))
            groups[0 if one.is_open(today) else 1].append(line)
    return groups


def _problems(records: Iterable[Kept], today: date) -> Groups:
    """Return a line for each problem that is not solved."""
    lines = []
    for record in records:
        for number, holder in ((0, record), *((f.number, f) for f in record.follow_ups)):
            for one in holder.problems:
                if one.is_open(today):
                    ref = _ref(record)._replace(number=number, problem=one.number)
                    name = f"{ref}  {one.text} · {record.title}"
                    lines.append(Line(ref, name, fold(one.text)))
    return (lines,)


def _which(found: Found, today: date) -> tuple[str, str]:
    tasks = found.record.follow_ups
    if not tasks:
        return (
            _("{ref} has no follow-ups.").format(ref=found.ref),
            _('Add one: dealtrack follow {ref} "task" --due DAY').format(ref=found.ref),
        )
    shown = sorted(tasks, key=lambda one: not one.is_open(today))[:_SHOWN]
    names = [f"{found.record.ref}.{one.number} {one.task}" for one in shown]
    return (
        _("{ref} is a whole record; name one of its follow-ups.").format(ref=found.ref),
        _("They are: {numbers}").format(
            numbers=listed([*names, "…"] if len(tasks) > _SHOWN else names)
        ),
    )
