"""Records as JSON: what is written is read back, and what is not known is not written."""

import json
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Amount, Draft, Kept, TripDraft
from dealtrack.model.codec import decode, decoder, encode
from tests.builders import an_agreement
from tests.strategies import drafts, records, trip_drafts

slow = settings(max_examples=100, deadline=None)


@slow
@given(records)
def test_a_record_is_read_back_as_it_was_written(record: Kept) -> None:
    assert decode(encode(record), type(record)) == record


@slow
@given(drafts)
def test_a_draft_is_read_back_as_it_was_written(draft: Draft) -> None:
    assert decode(encode(draft), Draft) == draft


@slow
@given(trip_drafts)
def test_a_draft_of_a_trip_is_read_back_as_it_was_written(draft: TripDraft) -> None:
    assert decode(encode(draft), TripDraft) == draft


@slow
@given(records)
def test_a_record_is_one_line_of_json_that_says_the_same_every_time(record: Kept) -> None:
    line = encode(record)

    assert b"\n" not in line
    assert json.loads(line)["id"] == record.id
    assert encode(decode(line, type(record))) == line


def test_what_is_not_known_is_not_written() -> None:
    assert json.loads(encode(Draft(title="Talks"))) == {"title": "Talks"}


def test_days_are_texts_and_money_is_a_text() -> None:
    agreement = an_agreement(
        title="战略合作",
        kind="",
        signed=PartialDay.read("2021-07-29/2021-07-30"),
        parties=(),
        sectors=(),
        amount=Amount(value=Decimal("350000000.50"), currency="USD"),
    )

    assert encode(agreement).decode() == (
        '{"title":"战略合作","signed":"2021-07-29/2021-07-30",'
        '"amount":{"value":"350000000.50","currency":"USD"},"id":1,"uid":"agreement-1"}'
    )


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b"[]",
        b'{"title":1}',
        b'{"title":"A","signed":"yesterday"}',
        b'{"title":"A","signed":20210729}',
        b'{"title":"A","count":"many"}',
        b'{"title":"A","amount":{"value":"much"}}',
        b'{"title":"A","colour":"red"}',
        b'{"title":"A","follow_ups":[{"task":"B","states":[{"state":"gone","on":"2026-01-01"}]}]}',
        b'{"title":"A"',
        b"\xff",
    ],
)
def test_what_is_no_record_is_refused(text: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode(text, Draft)


def test_what_the_codec_does_not_know_is_a_bug_and_not_written() -> None:
    with pytest.raises(NotImplementedError):
        encode(object())


def test_a_decoder_is_made_once_for_each_kind() -> None:
    assert decoder(Agreement) is decoder(Agreement)
    assert decode(encode(an_agreement()), Agreement) == an_agreement()
