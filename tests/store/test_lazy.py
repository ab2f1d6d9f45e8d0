"""Records decoded in part: whatever is asked, the answer is that of the whole record."""

from datetime import date

import pytest
from hypothesis import given, settings
from msgspec import Raw

from dealtrack.model import Agreement, Draft, Entry, FollowUp, Kept, Trip, entries
from dealtrack.model.codec import decode, encode
from dealtrack.query.expr import Expr, fields_of
from dealtrack.query.fields import FIELDS
from dealtrack.query.match import answering
from dealtrack.query.parse import parse
from dealtrack.query.questions import due_within, overdue
from dealtrack.store.lazy import partial, sieve
from tests.builders import TODAY, kept_agreement
from tests.strategies import days, exprs, records


def read_in_part(record: Kept, *fields: str) -> Kept:
    """Return *record* as it is decoded for *fields*."""
    needed, text = frozenset(fields), encode(record)
    if isinstance(record, Trip):
        trip: Trip = decode(text, partial(Trip, needed))
        return trip
    agreement: Agreement = decode(text, partial(Agreement, needed))
    return agreement


def refs(found: list[Entry], question: Expr) -> list[str]:
    return [entry.ref for entry in filter(answering(question), found)]


@settings(deadline=None)
@given(record=records, day=days)
def test_every_field_is_read_from_a_part_as_from_the_whole(record: Kept, day: date) -> None:
    whole = list(entries(record, day))

    for name, field in FIELDS.items():
        part = list(entries(read_in_part(record, name), day))
        assert [field.read(e) for e in part] == [field.read(e) for e in whole], name


@settings(deadline=None)
@given(record=records, day=days, question=exprs)
def test_every_question_is_answered_from_a_part_as_from_the_whole(
    record: Kept, day: date, question: Expr
) -> None:
    part = read_in_part(record, *fields_of(question))

    answers = refs(list(entries(part, day)), question)

    assert answers == refs(list(entries(record, day)), question)


@settings(deadline=None)
@given(record=records, day=days, question=exprs)
def test_what_the_sieve_holds_back_answers_nothing(
    record: Kept, day: date, question: Expr
) -> None:
    for asked in (question, overdue(day), due_within(day, day)):
        may = sieve(asked, day)

        lets_through = may is None or may(Raw(encode(record)))

        assert lets_through or not refs(list(entries(record, day)), asked)


def test_what_is_not_asked_about_is_not_decoded() -> None:
    record = kept_agreement(Draft(title="MoU", follow_ups=(FollowUp(task="visit"),)), 1)

    part = read_in_part(record, "due")

    assert not part.title
    assert isinstance(part, Agreement)


@pytest.mark.parametrize("question", ["is:overdue", "is:open due:..2026-12-31"])
def test_the_questions_of_the_morning_are_sieved(question: str) -> None:
    assert sieve(parse(question, TODAY), TODAY)


@pytest.mark.parametrize("question", ["title:x", "not is:open", "is:open or title:x"])
def test_what_may_be_answered_otherwise_is_not_sieved(question: str) -> None:
    assert sieve(parse(question, TODAY), TODAY) is None
