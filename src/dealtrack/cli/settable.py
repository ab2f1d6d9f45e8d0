"""What can be set in many records at once, and how that is typed: ``owner=张三 tag+=重点``."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from dealtrack.actions.altering import ASSIGNED, Change, Sign
from dealtrack.cli.options import partial_day, word
from dealtrack.errors import BrokenRule, WrongUse
from dealtrack.model import Agreement, FollowUp, Trip
from dealtrack.model.rules import find_part_problems
from dealtrack.model.vocabulary import KINDS, PRIORITIES, SECTORS
from dealtrack.query.fields import find_field
from dealtrack.text import _, later, listed

_CHANGE = re.compile(r"(?P<field>[^\s:：=＝<>+＋-]+)(?P<sign>\+=|-=|=)(?P<value>.*)", re.DOTALL)
_SIGN = re.compile(r"[+＋－-]?[=＝]")
_SEVERAL = re.compile(r"[,，、;；]")
_NOTHING = {"", "none", "无", "空"}
_WIDE = str.maketrans("＋－＝", "+-=")

RECORDS = (Agreement, Trip)
PAPERS = (Agreement,)
TASKS = (FollowUp,)

_SIGNS: dict[str, Sign] = {"=": "=", "+=": "+=", "-=": "-="}


class Settable(NamedTuple):
    """A field that can be set: the *fact* of the model, what has it, how a value is read."""

    fact: str
    of: tuple[type, ...]
    read: Callable[[str, date], Any]
    many: bool = False
    nothing: Any = ""


def _text(text: str, _today: date) -> str:
    return text


SETTABLE = {
    "owner": Settable("owner", RECORDS, _text),
    "unit": Settable("unit", RECORDS, _text),
    "kind": Settable("kind", PAPERS, lambda text, _today: word("kind", text, KINDS)),
    "sector": Settable(
        "sectors", PAPERS, lambda text, _today: word("sector", text, SECTORS), many=True
    ),
    "area": Settable("areas", PAPERS, _text, many=True),
    "place": Settable("place", PAPERS, _text),
    "follows": Settable("follows", PAPERS, _text),
    "expires": Settable(
        *("expires", PAPERS, lambda text, today: partial_day("expires", text, today)),
        nothing=None,
    ),
    "tag": Settable("tags", RECORDS, _text, many=True),
    "priority": Settable(
        *("priority", TASKS, lambda text, _today: word("priority", text, PRIORITIES)),
        nothing="normal",
    ),
    "partner": Settable("partners", TASKS, _text, many=True),
}
"""What can be set, by the name of its field in questions."""

_OTHERWISE = {
    "amount": later("dealtrack edit REF"),
    "signed": later("dealtrack edit REF"),
    "title": later("dealtrack edit REF"),
    "task": later("dealtrack edit REF"),
    "party": later("dealtrack edit REF"),
    "due": later('dealtrack postpone REF.N --to DAY --reason "…"'),
    "stage": later("dealtrack advance REF STAGE"),
    "status": later("dealtrack suspend REF · resume REF · end REF"),
    "state": later("dealtrack start REF.N · done REF.N · cancel REF.N"),
}
"""How to change what is not set but happens, or is another one in every record."""


class Typed(NamedTuple):
    """What was typed: the changes, and the words that choose the records."""

    changes: tuple[Change, ...]
    chosen_by: tuple[str, ...]


def parse_changes(words: Sequence[str], today: date, since: date | None) -> Typed:
    """Read the changes at the front of *words*; who is responsible is noted *since* a day.

    A change is a field that can be set, with its value; the first word that is none begins
    the query, and so does the second ``=`` of the same field.

    Raises:
        WrongUse: if there is no change, or a value cannot be read.
    """
    changes: list[Change] = []
    for at, typed in enumerate(words):
        found = _CHANGE.fullmatch(_SIGN.sub(lambda sign: sign[0].translate(_WIDE), typed, 1))
        name = _name(found["field"]) if found else ""
        is_again = name and any(c.field == SETTABLE[name].fact for c in changes)
        if found is None or not name or (is_again and found["sign"] == "="):
            rest = tuple(words[at:])
            break
        changes.append(_change(name, found["sign"], found["value"].strip(), today, since))
    else:
        rest = ()
    if not changes:
        raise _no_change(words[0] if words else "")
    return Typed(tuple(changes), rest)


def parse_tags(words: Sequence[str]) -> Typed:
    """Read the tags at the front of *words*: ``+x`` puts one on, ``-y`` takes one off.

    Raises:
        WrongUse: if there is none.
    """
    put: dict[Sign, list[str]] = {"+=": [], "-=": []}
    at = 0
    for typed in words:
        sign = typed[:1].translate(_WIDE)
        if sign not in {"+", "-"} or not typed[1:].strip():
            break
        _refuse_query(typed)
        at += 1
        put["+=" if sign == "+" else "-="] += _checked("tag", typed[1:])
    if not at:
        raise WrongUse(
            _("Which tags? None is named."),
            _("Write dealtrack tag +flagship REF, or -flagship to take it off."),
        )
    changes = tuple(
        Change("tags", RECORDS, tuple(values), sign) for sign, values in put.items() if values
    )
    return Typed(changes, tuple(words[at:]))


def assigned(
    of: tuple[type, ...],
    owner: str | None,
    unit: str | None,
    since: date | None,
    only: tuple[str, ...] = (),
) -> tuple[Change, ...]:
    """Return the changes that put *owner* and *unit* in charge; None leaves that as it is."""
    named = (("owner", owner), ("unit", unit))
    return tuple(
        Change(field, of, _sound(field, value.strip()), since=since, only=only)
        for field, value in named
        if value is not None
    )


def _refuse_query(typed: str) -> None:
    """Refuse a tag that looks like a part of the query: more would be chosen than meant."""
    if find_field(re.split("[:：]", typed[1:], maxsplit=1)[0]) and re.search("[:：]", typed):
        raise WrongUse(
            _("{word} stands among the tags and reads like a query.").format(word=typed[1:]),
            _("In a query write not instead of the dash: not {word}").format(word=typed[1:]),
        )


def _name(typed: str) -> str:
    """Return the field that *typed* names, if it is one that can be set."""
    field = find_field(typed)
    return field.name if field and field.name in SETTABLE else ""


def _change(name: str, sign: str, text: str, today: date, since: date | None) -> Change:
    settable = SETTABLE[name]
    if sign != "=" and not settable.many:
        raise WrongUse(
            _("{field} has one value: it can only be set, with =.").format(field=name),
            _("Lists are: {names}.").format(
                names=listed(n for n, s in SETTABLE.items() if s.many)
            ),
        )
    day = since if name in ASSIGNED else None
    is_nothing = text.casefold() in _NOTHING
    if settable.many:
        parts = () if is_nothing else _checked(name, text)
        value: Any = tuple(dict.fromkeys(settable.read(part, today) for part in parts))
    else:
        value = settable.nothing if is_nothing else settable.read(_sound(name, text), today)
    return Change(settable.fact, settable.of, value, _SIGNS[sign], day)


def _checked(name: str, text: str) -> list[str]:
    return [_sound(name, part) for one in _SEVERAL.split(text) if (part := one.strip())]


def _sound(name: str, text: str) -> str:
    """Return *text*; raise `BrokenRule` if no record may hold it."""
    for fault in find_part_problems(text):
        raise BrokenRule(name, fault.why)
    return text


def _no_change(typed: str) -> WrongUse:
    known = _("What can be set: {names}.").format(names=listed(SETTABLE))
    name = re.split(r"[+＋－-]?[=＝]", typed, maxsplit=1)[0]
    if not name or name == typed:
        return WrongUse(
            _("What is to be set? No field is named."),
            _("Write dealtrack set owner=NAME REF. {known}").format(known=known),
        )
    sentence = _("{name} cannot be set in many records.").format(name=name)
    field = find_field(name)
    if field and field.name in _OTHERWISE:
        return WrongUse(
            sentence, _("One by one: {command}").format(command=_(_OTHERWISE[field.name]))
        )
    from difflib import get_close_matches  # 6 ms, wanted only after a slip

    if close := get_close_matches(name, SETTABLE, n=1):
        return WrongUse(sentence, _("Did you mean: {names}?").format(names=listed(close)))
    return WrongUse(sentence, known)
