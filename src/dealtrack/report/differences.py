"""Where two states of a record differ, fact by fact, in the words of the office."""

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any

from msgspec import Struct

from dealtrack.model import Agreement, Kept, Problem, Promise, Trip
from dealtrack.model.closing import Closing
from dealtrack.model.held import Held
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target
from dealtrack.model.vocabulary import MEASURES
from dealtrack.report.facts import SILENT, say_field, say_value
from dealtrack.text import _, listed

_LOGS: dict[str, tuple[tuple[str, str], ...]] = {
    "states": (
        ("state", "state"),
        ("on", "since"),
        ("note", "remark"),
        ("evidence", "evidence"),
    ),
    "statuses": (("status", "status"), ("on", "since"), ("reason", "reason")),
    "stages": (("stage", "stage"), ("on", "reached"), ("note", "remark")),
    "assignments": (("unit", "unit"), ("owner", "owner"), ("since", "since")),
    "aims": (("value", "value"), ("on", "since")),
    "postponements": (
        *(("to", "due"), ("on", "decided"), ("reason", "reason")),
        ("approver", "approver"),
    ),
}
"""Logs of which only the last entry counts: its fields, and the facts that they are."""

_FIRST: dict[str, Callable[[Any], dict[str, Any]]] = {
    "states": lambda _one: {"state": "open"},
    "statuses": lambda _one: {"status": "ongoing"},
    "postponements": lambda one: {"due": one.due},
}
"""What holds before the first entry of a log."""


_SORTS: dict[type[Held], str] = {
    Agreement: "agreement",
    Trip: "trip",
    Target: "target",
    Slip: "slip",
    Closing: "closing",
    Organisation: "organisation",
    Individual: "person",
}
"""What a record as a whole is called among the facts."""


class Difference(Struct, frozen=True, kw_only=True):
    """A fact of *ref* that is another one afterwards; None where there is none.

    *field* is its key in the model; a list gives a difference for each entry.
    """

    ref: str
    field: str
    before: Any
    after: Any


def differences(before: Held | None, after: Held | None) -> tuple[Difference, ...]:
    """Return where two states of a record differ; None is one that is not there."""
    if before is None or after is None:
        one = before or after
        return () if one is None else (_whole(one, is_new=before is None),)
    if isinstance(before, Agreement | Trip) and isinstance(after, Agreement | Trip):
        return tuple(_in_record(before, after))
    return tuple(_in_fields(before.ref, before, after))


def say_difference(one: Difference) -> str:
    """Say a difference in one line: ``State: open → done``."""
    return _("{label}: {before} → {after}").format(
        label=say_field(one.field),
        before=say_value(one.before, one.field),
        after=say_value(one.after, one.field),
    )


def _whole(one: Held, *, is_new: bool) -> Difference:
    field, title = _SORTS[type(one)], title_of(one)
    before, after = (None, title) if is_new else (title, None)
    return Difference(ref=one.ref, field=field, before=before, after=after)


def title_of(one: Held) -> str:
    """Return what *one* is called in a word or two."""
    match one:
        case Target():
            said = (str(one.year), MEASURES.name(one.measure), one.unit, one.currency)
            return " · ".join(part for part in said if part)
        case Closing():
            return one.month
        case Slip():
            return f"{one.about} {one.title}"
        case Organisation() | Individual():
            return f"{one.name} ({listed(one.aliases)})" if one.aliases else one.name
    return one.title


def _in_record(old: Kept, new: Kept) -> Iterator[Difference]:
    yield from _in_fields(old.ref, old, new)
    before, after = ({f.number: f for f in one.follow_ups} for one in (old, new))
    for number in sorted({*before, *after}):
        was, now, ref = before.get(number), after.get(number), f"{old.ref}.{number}"
        if was and now:
            yield from _in_fields(ref, was, now)
        else:
            tasks = (one.task if one else None for one in (was, now))
            yield from _one(ref, "follow_up", *tasks)


def _in_fields(ref: str, old: Any, new: Any) -> Iterator[Difference]:
    for name in old.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if name in SILENT or name == "follow_ups" or before == after:
            continue
        if name in _LOGS and _is_continued(before, after):
            was, now = _last(name, old), _last(name, new)
            for field in dict.fromkeys((*was, *now)):
                yield from _one(ref, field, was.get(field), now.get(field))
        elif isinstance(before, Promise) and isinstance(after, Promise):
            yield from _in_fields(ref, before, after)
        elif _is_list(before) or _is_list(after):
            yield from _in_list(ref, name, before, after)
        else:
            yield from _one(ref, name, before, after)


def _one(ref: str, field: str, before: Any, after: Any) -> Iterator[Difference]:
    before, after = (None if value in ("", ()) else value for value in (before, after))
    if before != after:
        yield Difference(ref=ref, field=field, before=before, after=after)


def _is_continued(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether one of two logs is the other with more entries at its end."""
    short, long = sorted((one, other), key=len)
    return short == long[: len(short)]


def _last(name: str, holder: Any) -> dict[str, Any]:
    """Return the facts that the last entry of a log of *holder* tells."""
    log = getattr(holder, name)
    if not log:
        return _FIRST.get(name, lambda _one: {})(holder)
    return {field: getattr(log[-1], own) for own, field in _LOGS[name]}


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Struct)


def _in_list(
    ref: str, name: str, before: tuple[Any, ...], after: tuple[Any, ...]
) -> Iterator[Difference]:
    """Yield the entries that went and that came, those in one another's place together."""
    gone, new = [], list(after)
    for one in before:
        if one in new:
            new.remove(one)
        else:
            gone.append(one)
    for was, now in _pairs(gone, new):
        if not isinstance(was or now, Problem):
            yield from _one(ref, name, was, now)
            continue
        own = f"{ref}.{(was or now).number}" if "." in ref else f"{ref}.0.{(was or now).number}"
        if was and now:
            yield from _in_fields(own, was, now)
        else:
            yield from _one(own, name, was, now)


def _pairs(gone: list[Any], new: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield which entry came for which: by their numbers if they have any, else in order."""
    numbers = {one.number: one for one in new if hasattr(one, "number")}
    if not numbers:
        yield from zip_longest(gone, new)
        return
    for one in gone:
        yield one, numbers.pop(one.number, None)
    for one in numbers.values():
        yield None, one


def refs_of(found: Iterable[Difference]) -> tuple[str, ...]:
    """Return what differences are about, each ref once."""
    return tuple(dict.fromkeys(one.ref for one in found))
