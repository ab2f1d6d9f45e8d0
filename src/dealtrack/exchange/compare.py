"""What a file says otherwise than the ledger, and the record that unites both.

Where the file speaks, it wins; where it is silent, the ledger's facts stay.
Logs only grow: an entry of the file replaces the ledger's entry on the same
matter (the stage reached, the funds of a day), and any other one is added.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.days.recurrence import Recurrence
from dealtrack.days.rhythm import say_recurrence
from dealtrack.exchange.dates import is_counted
from dealtrack.exchange.facts import counted
from dealtrack.exchange.tables import said
from dealtrack.exchange.toml import inline
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    Draft,
    Evidence,
    FollowUp,
    Funds,
    Intention,
    Link,
    Note,
    Person,
    Planned,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    Source,
    StateChange,
    StatusChange,
    Trip,
    TripDraft,
    Visit,
)
from dealtrack.model.wait import Wait
from dealtrack.model.words import folded
from dealtrack.money import format_amount
from dealtrack.text import language

T = TypeVar("T", bound=msgspec.Struct)
K = TypeVar("K", Agreement, Trip)

_MATTERS: dict[type, Callable[[Any], object]] = {
    Assignment: lambda a: a.since,
    Evidence: lambda e: e.sha256,
    FollowUp: lambda f: (folded(f.task), f.promise and f.promise.side),
    Funds: lambda f: f.on,
    Link: lambda link: link,
    Note: lambda n: (n.on, n.text),
    Planned: lambda p: (p.stage, p.since),
    Postponement: lambda p: p.on,
    Problem: lambda p: folded(p.text),
    PromiseStep: lambda s: (s.step, s.on),
    Reached: lambda r: r.stage,
    Source: lambda s: s.url or s.title or s.file,
    StateChange: lambda c: (c.on, c.state),
    StatusChange: lambda c: c.on,
    Wait: lambda w: w.on,
}
"""What an entry of each log is about: two on the same matter are one entry, changed."""

_UNITED = (*_MATTERS, Promise)
_SILENT = ("key", "last_number", "id", "uid", "version", "number")
_NAMES = {
    "follow_ups": "follow_up",
    "repeats": "every",
    "waits": "after",
    "visits": "visit",
    "intentions": "intention",
}


class Difference(NamedTuple):
    """A fact that the file tells otherwise than the ledger; "" is not known."""

    path: str
    before: str
    after: str


def merged(old: K, new: Draft | TripDraft) -> K:
    """Return *old* with what *new* says; what that does not know is kept."""
    told = said(new)
    told.pop("last_number", None)
    united = replace(old, **_united(old, told))
    return united.numbered()


def compare(old: K, new: Draft | TripDraft) -> tuple[Difference, ...]:
    """Return what would change in *old*, were it united with *new*."""
    return differences(old, merged(old, new))


def differences(old: Agreement | Trip, new: Agreement | Trip) -> tuple[Difference, ...]:
    """Return where two states of a record differ, by the paths of the trip file."""
    return tuple(_differences("", old, new))


def _united(old: msgspec.Struct, told: dict[str, Any]) -> dict[str, Any]:
    return {name: _unite(getattr(old, name), value) for name, value in told.items()}


def _unite(old: Any, new: Any) -> Any:
    """Return what *old* becomes once *new* has been said."""
    match new:
        case (first, *_) if type(first) in _MATTERS:
            return _log(old, new)
        case FollowUp() if isinstance(old, FollowUp):
            return _task(old, new)
        case (Intention(), *_):
            return _still_led_to(new, old)
        case (Visit(), *_):
            heard = tuple(one for visit in old for one in visit.intentions)
            return tuple(replace(v, intentions=_still_led_to(v.intentions, heard)) for v in new)
        case msgspec.Struct() if type(new) in _UNITED and type(old) is type(new):
            return replace(old, **_united(old, said(new)))
        case _:
            return new


def _still_led_to(
    new: tuple[Intention, ...], old: tuple[Intention, ...]
) -> tuple[Intention, ...]:
    """Return *new* with what is known to have become of those that say the same in *old*."""
    known = {(folded(one.text), one.by): one.became for one in old}
    return tuple(
        one if one.became else replace(one, became=known.get((folded(one.text), one.by), ()))
        for one in new
    )


def _task(old: FollowUp, new: FollowUp) -> FollowUp:
    """Unite a follow-up; a due day that is still to be counted is kept where it was counted."""
    told = said(new)
    told.pop("number", None)
    if "due" in told:
        told["due_text"] = new.due_text
    elif new.due_text != old.due_text and is_counted(new.due_text):
        told["due"] = None
    return replace(old, **_united(old, told))


def _log(old: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
    """Return *old* with each entry of *new* in the place of the one on the same matter."""
    matter = _MATTERS[type(new[0])]
    kept = list(old)
    free = list(range(len(old)))
    for entry in new:
        same = [i for i in free if matter(kept[i]) == matter(entry)]
        if not same:
            kept.append(_added(entry))
            continue
        best = next((i for i in same if _unite(kept[i], entry) == kept[i]), same[0])
        kept[best] = _unite(kept[best], _renumbered(entry, kept[best]))
        free.remove(best)
    return _in_order(kept, len(old))


def _added(entry: Any) -> Any:
    return replace(entry, number=0) if isinstance(entry, Problem | FollowUp) else entry


def _renumbered(entry: Any, old: Any) -> Any:
    return replace(entry, number=old.number) if isinstance(entry, Problem) else entry


def _in_order(kept: list[T], known: int) -> tuple[T, ...]:
    """Return a log by its days if entries were added, where all the days are known."""
    if kept and isinstance(kept[0], Problem):
        return counted(tuple(kept))  # type: ignore[arg-type,return-value]  # all are problems
    if len(kept) == known or not all(isinstance(getattr(e, "on", None), date) for e in kept):
        return tuple(kept)
    return tuple(sorted(kept, key=lambda entry: entry.on))  # type: ignore[attr-defined]


def _differences(path: str, old: Any, new: Any) -> list[Difference]:
    if old == new:
        return []
    match old, new:
        case tuple(), tuple() if _is_log(old) or _is_log(new):
            pairs = _pairs(old, new)
            return [d for name, a, b in pairs for d in _differences(f"{path}[{name}]", a, b)]
        case msgspec.Struct(), msgspec.Struct() if type(old) in {*_UNITED, Agreement, Trip}:
            return [
                difference
                for name in old.__struct_fields__
                if name not in _SILENT
                for difference in _differences(
                    f"{path}.{_NAMES.get(name, name)}".removeprefix("."),
                    getattr(old, name),
                    getattr(new, name),
                )
            ]
        case _:
            return [Difference(path, shown(old), shown(new))]


def _is_log(values: tuple[Any, ...]) -> bool:
    return bool(values) and isinstance(values[0], msgspec.Struct)


def _pairs(old: tuple[Any, ...], new: tuple[Any, ...]) -> list[tuple[int, Any, Any]]:
    """Return the entries that belong together, each with its number."""
    before, after = _by_number(old), _by_number(new)
    numbers = sorted({*before, *after})
    return [(number, before.get(number), after.get(number)) for number in numbers]


def _by_number(values: tuple[Any, ...]) -> dict[int, Any]:
    return {getattr(v, "number", 0) or place: v for place, v in enumerate(values, start=1)}


def shown(value: Any) -> str:  # noqa: PLR0911 -- one for each sort of value
    """Return *value* as a difference shows it, on one line."""
    match value:
        case None | ():
            return ""
        case str() | Person() | PartialDay() | int():
            return str(value)
        case Amount():
            return format_amount(value.value, value.currency, language())
        case Recurrence():
            return say_recurrence(value)
        case tuple():
            return ", ".join(map(shown, value))
        case msgspec.Struct():
            return ", ".join(shown(p) for n, p in said(value).items() if n not in _SILENT)
        case _:
            return inline(value)
