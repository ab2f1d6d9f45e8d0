"""The rules that every record keeps, checked in this one place.

A broken rule names the field by its path, counted from 1 as people count:
``follow_ups[2].task``.  A warning is a sentence: the record is allowed, but
somebody should look at it.
"""

from collections.abc import Container, Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from dealtrack.days import PartialDay, is_working, next_working
from dealtrack.errors import BrokenRule
from dealtrack.model.agreement import Draft
from dealtrack.model.codec import to_plain
from dealtrack.model.followup import FollowUp
from dealtrack.model.record import Record
from dealtrack.model.stages import STAGES
from dealtrack.model.trip import TripDraft
from dealtrack.model.values import Amount
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.money import CURRENCIES
from dealtrack.text import _
from dealtrack.text.hidden import find_hidden, spelled

FAR_AHEAD = timedelta(days=5 * 366)

Problems = Iterator[BrokenRule]


def check(record: Record, sectors: Container[str] = SECTORS) -> None:
    """Raise the first `BrokenRule` of *record*, if it breaks one."""
    for problem in find_problems(record, sectors):
        raise problem


def find_problems(record: Record, sectors: Container[str] = SECTORS) -> Problems:
    """Yield every rule that *record* breaks; *sectors* are the keys that may be used."""
    yield from _hidden(msgspec.to_builtins(record, enc_hook=to_plain), "")
    match record:
        case Draft():
            yield from _agreement(record, sectors)
        case TripDraft():
            yield from _trip(record)
    yield from _shared(record)


def find_warnings(record: Record, today: date) -> Iterator[str]:
    """Yield what is odd about *record* though allowed."""
    if isinstance(record, Draft) and record.signed and record.signed.earliest > today:
        yield _("Signed in the future: {day}.").format(day=record.signed)
    for one in record.follow_ups:
        yield from _due_warnings(record, one, today)


def _due_warnings(record: Record, one: FollowUp, today: date) -> Iterator[str]:
    due = one.due_day(date.max)
    if due is None or not one.is_open(today):
        return
    signed = record.signed if isinstance(record, Draft) else None
    if signed and due < signed.earliest:
        yield _("“{task}” is due on {due}, before the signing ({signed}).").format(
            task=one.task, due=due, signed=signed
        )
    if due - today > FAR_AHEAD:
        yield _("“{task}” is due on {due}, more than five years ahead.").format(
            task=one.task, due=due
        )
    if due >= today and not is_working(due):
        yield _(
            "“{task}” is due on a day off ({due}). The next working day is {working}."
        ).format(task=one.task, due=due, working=next_working(due))


def _hidden(value: Any, path: str) -> Problems:
    match value:
        case str() if found := find_hidden(value):
            yield BrokenRule(
                path, _("contains the hidden character {escape}").format(escape=spelled(found))
            )
        case dict():
            for name, part in value.items():
                yield from _hidden(part, f"{path}.{name}" if path else name)
        case list() | tuple():
            for number, part in enumerate(value, start=1):
                yield from _hidden(part, f"{path}[{number}]")


def _agreement(draft: Draft, sectors: Container[str]) -> Problems:
    yield from _title(draft.title)
    if draft.kind and draft.kind not in KINDS:
        yield BrokenRule("kind", _("{name} is not a kind of agreement").format(name=draft.kind))
    for number, sector in enumerate(draft.sectors, start=1):
        if sector not in sectors:
            yield BrokenRule(
                f"sectors[{number}]", _("{name} is not a sector").format(name=sector)
            )
    if isinstance(draft.count, int) and draft.count < 1:
        yield BrokenRule("count", _("must be 1 or more, or “unknown”"))
    yield from _order(draft.signed, draft.expires, "expires", _("is before the signing"))
    yield from _parties(draft)
    yield from _money(draft)
    yield from _progress(draft)


def _trip(trip: TripDraft) -> Problems:
    yield from _title(trip.title)
    yield from _order(trip.start, trip.end, "end", _("is before the start"))
    for number, visit in enumerate(trip.visits, start=1):
        if not visit.organisation.strip():
            yield BrokenRule(
                f"visits[{number}].organisation",
                _("must not be empty; write “?” where it is not named"),
            )


def _title(title: str) -> Problems:
    if not title.strip():
        yield BrokenRule("title", _("must not be empty"))


def _order(first: PartialDay | None, then: PartialDay | None, field: str, why: str) -> Problems:
    if first and then and then.latest < first.earliest:
        yield BrokenRule(field, why)


def _parties(draft: Draft) -> Problems:
    seen = set()
    for number, party in enumerate(draft.parties, start=1):
        if not party.name.strip():
            yield BrokenRule(f"parties[{number}].name", _("must not be empty"))
        elif party.is_named and party.name in seen:
            yield BrokenRule(
                f"parties[{number}].name",
                _("{name} is there already").format(name=party.name),
            )
        seen.add(party.name)
    for number, witness in enumerate(draft.witnesses, start=1):
        if not witness.name.strip():
            yield BrokenRule(f"witnesses[{number}].name", _("must not be empty"))


def _money(draft: Draft) -> Problems:
    if draft.amount:
        yield from _amount(draft.amount, "amount")
    for number, funds in enumerate(draft.funds, start=1):
        yield from _amount(funds.amount, f"funds[{number}].amount")


def _amount(amount: Amount, field: str) -> Problems:
    if not amount.value.is_finite() or amount.value < 0:
        yield BrokenRule(f"{field}.value", _("must be a number, 0 or more"))
    if amount.currency not in CURRENCIES:
        yield BrokenRule(
            f"{field}.currency",
            _("{name} is not a currency code of ISO 4217").format(name=amount.currency),
        )


def _progress(draft: Draft) -> Problems:
    for number, reached in enumerate(draft.stages, start=1):
        if reached.stage not in STAGES:
            yield BrokenRule(
                f"stages[{number}].stage", _("{name} is not a stage").format(name=reached.stage)
            )
    own = getattr(draft, "id", None)
    for number, link in enumerate(draft.links, start=1):
        if link.to == own:
            yield BrokenRule(f"links[{number}].to", _("an agreement cannot follow from itself"))


def _shared(record: Record) -> Problems:
    numbers = [f.number for f in record.follow_ups if f.number]
    for number, one in enumerate(record.follow_ups, start=1):
        field = f"follow_ups[{number}]"
        if not one.task.strip():
            yield BrokenRule(f"{field}.task", _("must not be empty"))
        if numbers.count(one.number) > 1:
            yield BrokenRule(f"{field}.number", _("is used twice"))
        if one.promise and one.promise.amount:
            yield from _amount(one.promise.amount, f"{field}.promise.amount")
    for number, source in enumerate(record.sources, start=1):
        if source.url and not source.url.startswith(("https://", "http://")):
            yield BrokenRule(f"sources[{number}].url", _("must begin with https:// or http://"))
