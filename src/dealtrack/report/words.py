"""How the values of a record are said on a page.

A report holds keys and bare values.  Its page says them with these functions,
so that a person, an amount or a state reads alike wherever it turns up.
"""

from collections.abc import Iterable
from datetime import date

from dealtrack.days import PartialDay
from dealtrack.model import UNNAMED, Agreement, Amount, Party, Person, Source
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import (
    KINDS,
    PROMISE_STATES,
    SECTORS,
    SIDES,
    STATES,
    STATUSES,
)
from dealtrack.money import format_amount
from dealtrack.report.page import Cell, Quantity, Tone, Toned
from dealtrack.text import _, language, listed, plural

_STATE_TONES = {
    "waiting": Tone.WARN,
    "done": Tone.GOOD,
    "cancelled": Tone.QUIET,
    "unmet": Tone.QUIET,
    "due": Tone.WARN,
    "overdue": Tone.BAD,
    "partly": Tone.WARN,
    "honoured": Tone.GOOD,
    "waived": Tone.QUIET,
}
_STATUS_TONES = {
    "suspended": Tone.WARN,
    "terminated": Tone.BAD,
    "fulfilled": Tone.GOOD,
    "delayed": Tone.WARN,
    "expired": Tone.WARN,
}


def unknown() -> Toned:
    """Say that a fact is not known: on a card, where a list would have a dash."""
    return Toned(_("unknown"), Tone.QUIET)


def quiet(text: str) -> Toned:
    """Say *text* in a low voice."""
    return Toned(text, Tone.QUIET)


def or_unknown(text: str) -> Cell:
    """Return *text*, or say that it is unknown if it is empty."""
    return text or unknown()


def all_or_unknown(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return *cells*, or say that they are unknown if there are none."""
    return tuple(cells) or (unknown(),)


def say_name(name: str) -> str:
    """Say the name of a party or an organisation, and that it is not named if it is not."""
    return _("not named") if name == UNNAMED else name


def say_party(party: Party) -> str:
    """Say a party with its role, side and signatory: ``Tencent Cloud (乙方, theirs)``."""
    marks = [party.role, SIDES.name(party.side) if party.side else ""]
    if party.signatory:
        marks.append(_("signed by {person}").format(person=say_person(party.signatory)))
    shown = _comma().join(mark for mark in marks if mark)
    if not shown:
        return say_name(party.name)
    return _("{name} ({marks})").format(name=say_name(party.name), marks=shown)


def say_person(person: Person) -> str:
    """Say a person with the post and organisation of that day."""
    return _comma().join(
        part for part in (say_name(person.name), person.post, person.organisation) if part
    )


def say_people(people: Iterable[Person]) -> str:
    """Say several persons in one line."""
    return ("；" if language() == "zh" else "; ").join(say_person(p) for p in people)


def say_amount(amount: Amount | None) -> Cell:
    """Say an amount of money: ``CNY 350 million``, ``3.5亿元``."""
    return money(amount) if amount else unknown()


def money(amount: Amount) -> str:
    """Return *amount* in the language spoken now."""
    return format_amount(amount.value, amount.currency, language())


def tight_money(amount: Amount) -> str:
    """Return *amount* for a column with little room: ``CNY 2.904 bn``."""
    return format_amount(amount.value, amount.currency, language(), tight=True)


def sum_of(amount: Amount) -> Quantity:
    """Return *amount* as a cell that a program can reckon with."""
    return Quantity(amount.value, amount.currency, money(amount))


def say_day(day: PartialDay | date | None) -> Cell:
    """Say a day: a date if it is exact, as it is written if it is known only in part."""
    if day is None:
        return unknown()
    if isinstance(day, PartialDay):
        return day.earliest if day.is_exact else day.text
    return day


def say_as_of(day: date, entered: date | None = None) -> str:
    """Say on which day a report looks, and if it is not now, on which it was known."""
    if entered is None:
        return _("as of {day}").format(day=day)
    return _("as of {day}, as entered by {entered}").format(day=day, entered=entered)


def short_day(day: PartialDay | date | None) -> Cell:
    """Say a day in a column, where people read an interval in short: ``2021-07-29/30``."""
    return say_day(day) if day is None or isinstance(day, date) or day.is_exact else day


def day_text(day: PartialDay | date | None) -> str:
    """Return *day* as it stands in a sentence."""
    return _("day not known") if day is None else str(day)


def say_contact(day: PartialDay | None, ref: str) -> Cell:
    """Say on which day people were last in touch, and in which record that is."""
    return _("{day}, see {ref}").format(day=day, ref=ref) if day else unknown()


def say_days(n: int) -> str:
    """Say a number of days."""
    return plural("{n} day", "{n} days", n)


def say_late(days: int) -> Cell:
    """Say by how many days something is late; nothing if it is not."""
    return Toned(plural("{n} day late", "{n} days late", days), Tone.BAD) if days else None


def say_overdue_by(days: int) -> Cell:
    """Say the same in a column that is headed with it."""
    return Toned(say_days(days), Tone.BAD) if days else None


def say_due(due: date | None, typed: str = "") -> Cell:
    """Say a due day; one counted from an unknown day stays the text that was *typed*."""
    return due or (quiet(typed) if typed else None)


def say_state(key: str) -> Toned:
    """Say the state of a follow-up, or of a commitment."""
    words = PROMISE_STATES if key in PROMISE_STATES else STATES
    return Toned(words.name(key), _STATE_TONES.get(key, Tone.PLAIN))


def say_status(key: str) -> Toned:
    """Say the status of an agreement."""
    return Toned(STATUSES.name(key), _STATUS_TONES.get(key, Tone.PLAIN))


def say_stage(key: str) -> Cell:
    """Say the stage that an agreement has reached."""
    return STAGES.name(key) if key else unknown()


def say_standing(stage: str, status: str) -> Cell:
    """Say how far an agreement has come, and its status if that is not the usual one."""
    if status == "ongoing":
        return say_stage(stage)
    said = say_status(status)
    if status == stage or not stage:
        return said
    return Toned(f"{STAGES.name(stage)} · {said.value}", said.tone)


def say_overdue(count: int) -> Cell:
    """Say how many are overdue."""
    return Toned(count, Tone.BAD) if count else count


def say_kind(key: str) -> Cell:
    """Say the kind of an agreement."""
    return KINDS.name(key) if key else unknown()


def say_sectors(keys: Iterable[str]) -> str:
    """Say sectors in one line."""
    return listed(SECTORS.name(key) for key in keys)


def say_count(count: int | str) -> Cell:
    """Say how many papers an agreement stands for."""
    return count if isinstance(count, int) else quiet(_("how many is not stated"))


def say_source(source: Source) -> str:
    """Say a source in one line: title, day of publication, address, file."""
    parts = (source.title, str(source.published or ""), source.url, source.file)
    return " · ".join(part for part in parts if part)


def say_names(names: Iterable[str]) -> str:
    """Say the names of parties in one line."""
    return listed(say_name(name) for name in names)


def counterparts(agreement: Agreement) -> tuple[str, ...]:
    """Return the parties that are not ours, unnamed ones too; all if every one is ours."""
    others = [p.name for p in agreement.parties if p.side != "ours"]
    return tuple(dict.fromkeys(others or [p.name for p in agreement.parties]))


def titled(title: str, names: Iterable[str]) -> str:
    """Return *title* with those of *names* it does not hold: ``框架协议 · Tencent Cloud``."""
    others = (say_name(n) for n in names if n.casefold() not in title.casefold())
    return " · ".join((title, *others))


def _comma() -> str:
    return "，" if language() == "zh" else ", "
