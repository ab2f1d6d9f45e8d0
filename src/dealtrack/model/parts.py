"""The rules of the parts of a record, wherever they stand: no hidden character, no empty name.

A broken rule names the part by its path, counted from 1 as people count.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, get_args

import msgspec

from dealtrack.errors import BrokenRule
from dealtrack.model.agreement import Reached
from dealtrack.model.codec import encode
from dealtrack.model.followup import FollowUp, Postponement
from dealtrack.model.plan import Planned
from dealtrack.model.record import Record
from dealtrack.model.stages import STAGES
from dealtrack.model.trip import Intention, Visit
from dealtrack.model.values import Amount, Note, Party, Person, Problem, Source
from dealtrack.money import CURRENCIES
from dealtrack.text import _
from dealtrack.text.hidden import find_hidden, spelled

LONGEST = 20_000
"""How many characters a text may have: a long article, but no file."""

_DIGITS, _DECIMALS = 18, 9  # together 27: a `Decimal` of the usual context holds them exactly
_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)

T = TypeVar("T")

Problems = Iterable[BrokenRule]
Part = str | msgspec.Struct


def find_part_problems(value: object) -> Problems:
    """Yield every rule that a part of *value* breaks, wherever such a part may stand."""
    if _is_sound(value):
        return
    for path, part in parts_of(value):
        if find := _rules_of(type(part)):
            yield from find(part, path)


def _is_sound(value: object) -> bool:
    """Whether no part of *value* breaks a rule; what is told so quickly does not, for certain.

    Imports have a million of parts.  If all texts together, as JSON that escapes nothing,
    are no longer than one may be, each of them is sound.
    """
    try:
        texts = encode(value).decode()
    except (ValueError, OverflowError):  # a lone surrogate, a number without end
        return False
    if not texts.isprintable() or "\\" in texts or len(texts) > LONGEST:
        return False
    ahead = [value]
    for part in ahead:
        find, read = _SEEN.get(type(part)) or _look_at(type(part))
        for _broken in find(part, "") if find else ():
            return False
        for inside in read(part) if read else ():
            if type(inside) is tuple:
                ahead += inside
            elif inside is not None:
                ahead.append(inside)
    return True


class _Looks(NamedTuple):
    """What finds the rules that a part breaks, and what reads its fields that hold structs."""

    find: Callable[[Any, str], Problems] | None
    read: Callable[[object], tuple[object, ...]] | None


_SEEN: dict[type, _Looks] = {}


def _look_at(kind: type) -> _Looks:
    """Return how parts of a *kind* are looked at; it is worked out once."""
    found = msgspec.structs.fields(kind) if issubclass(kind, msgspec.Struct) else ()
    names = [one.name for one in found if _has_struct(one.type)]
    if len(names) == 1:
        names *= 2  # of a single one there would be no tuple
    read = attrgetter(*names) if names else None
    return _SEEN.setdefault(kind, _Looks(_rules_of(kind), read))


def _has_struct(kind: Any) -> bool:
    is_one = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    return is_one or any(map(_has_struct, get_args(kind)))


def parts_of(value: object, path: str = "") -> Iterator[tuple[str, Part]]:
    """Yield every text and every struct inside *value*, itself included, with its path.

    In one loop: generators inside of generators take twice the time.
    """
    ahead: list[tuple[str, object]] = [(path, value)]
    while ahead:
        at, part = ahead.pop()
        match part:
            case str():
                yield at, part
            case tuple():
                places = [(f"{at}[{number}]", one) for number, one in enumerate(part, start=1)]
                ahead += reversed(places)
            case msgspec.Struct():
                yield at, part
                before = f"{at}." if at else ""
                for name in reversed(part.__struct_fields__):
                    inside = getattr(part, name)
                    if isinstance(inside, _MAY_HOLD) and inside != ():
                        ahead.append((before + name, inside))


_MAY_HOLD = (str, tuple, msgspec.Struct)


def _rules_of(kind: type) -> Callable[[Any, str], Problems] | None:
    """Return what finds the rules that a part of this *kind* breaks; None: there are none."""
    return next((find for one, find in _RULES.items() if issubclass(kind, one)), None)


def _name(part: Person | Party, path: str) -> Problems:
    return needed(f"{path}.name", part.name)


def _words(part: Note | Problem | Intention, path: str) -> Problems:
    return needed(f"{path}.text", part.text)


def _reason(part: Postponement, path: str) -> Problems:
    return needed(f"{path}.reason", part.reason)


def _visit(part: Visit, path: str) -> Problems:
    if part.organisation.strip():
        return ()
    why = _("must not be empty; write “?” where it is not named")
    return (BrokenRule(f"{path}.organisation", why),)


def _source(part: Source, path: str) -> Problems:
    if part.url:
        yield from _address(part.url, f"{path}.url")


def _stage(part: Reached | Planned, path: str) -> Problems:
    if part.stage not in STAGES:
        why = _("{name} is not a stage").format(name=part.stage)
        yield BrokenRule(f"{path}.stage", why)


def _planned(part: Planned, path: str) -> Problems:
    if part.stage not in STAGES:
        yield from _stage(part, path)
    elif part.by is None and part.since is None:
        yield BrokenRule(f"{path}.by", _("is missing"))


def _task(part: FollowUp, path: str) -> Problems:
    yield from needed(f"{path}.task", part.task)
    if part.promise and part.repeats:
        yield BrokenRule(f"{path}.repeats", _("a commitment does not come again"))
    yield from once([p.number for p in part.problems], f"{path}.problems")


def _record(part: Record, _at: str) -> Problems:
    return once([p.number for p in part.problems], "problems")


def _text(text: str, path: str) -> Problems:
    if found := find_hidden(text):
        yield BrokenRule(
            path, _("contains the hidden character {escape}").format(escape=spelled(found))
        )
    if len(text) > LONGEST:
        yield BrokenRule(
            path,
            _("has {n} characters; {most} is the most").format(
                n=f"{len(text):,}", most=f"{LONGEST:,}"
            ),
        )


def needed(path: str, text: str, why: str = "") -> Problems:
    """Return that a text is missing which has to be there."""
    return () if text.strip() else (BrokenRule(path, why or _("must not be empty")),)


def _amount(amount: Amount, path: str) -> Problems:
    value = amount.value
    if not value.is_finite() or value.is_signed():
        yield BrokenRule(f"{path}.value", _("must be a number, 0 or more"))
    elif value.adjusted() >= _DIGITS or value != round(value, _DECIMALS):
        yield BrokenRule(
            f"{path}.value",
            _("must have at most {digits} digits and {decimals} decimals").format(
                digits=_DIGITS, decimals=_DECIMALS
            ),
        )
    if amount.currency not in CURRENCIES:
        yield BrokenRule(
            f"{path}.currency",
            _("{name} is not a currency code of ISO 4217").format(name=amount.currency),
        )


def _address(url: str, path: str) -> Problems:
    if not url.lower().startswith(("https://", "http://")):
        yield BrokenRule(path, _("must begin with https:// or http://"))
    elif not _ADDRESS.fullmatch(url):
        yield BrokenRule(path, _("must be a whole address without spaces"))


_RULES: dict[type, Callable[[Any, str], Problems]] = {
    str: _text,
    Person: _name,
    Party: _name,
    Note: _words,
    Problem: _words,
    Intention: _words,
    Postponement: _reason,
    Visit: _visit,
    Amount: _amount,
    Source: _source,
    Reached: _stage,
    Planned: _planned,
    FollowUp: _task,
    Record: _record,
}
"""What finds the rules that a part of each type breaks."""


def once(numbers: Iterable[int], path: str) -> Problems:
    """Return each use of a number that is used more than once; 0 is none yet."""
    found = tuple(numbers)
    if len({*found}) == len(found):
        return ()
    uses = Counter(found)
    return [
        BrokenRule(f"{at}.number", _("is used twice"))
        for at, number in counted(found, path)
        if number and uses[number] > 1
    ]


def counted(many: Iterable[T], path: str) -> Iterator[tuple[str, T]]:
    """Yield each of *many* with its path."""
    for number, one in enumerate(many, start=1):
        yield f"{path}[{number}]", one
