"""The JSON Schema accepts what the reader accepts, and no unknown key."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from dealtrack.exchange.trip import schema, write
from dealtrack.model import Draft, TripDraft
from tests.exchange.records import EXAMPLE, SAMPLE, a_trip, an_agreement, drafts, trips

VALIDATOR = Draft202012Validator(schema())


def _as_json(value: Any) -> Any:
    match value:
        case dict():
            return {key: _as_json(part) for key, part in value.items()}
        case list():
            return [_as_json(part) for part in value]
        case date():
            return value.isoformat()
        case _:
            return value


def _is_valid(text: str) -> bool:
    return VALIDATOR.is_valid(_as_json(tomllib.loads(text)))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("text", [EXAMPLE, SAMPLE.read_text("utf-8")])
def test_the_samples_are_valid(text: str) -> None:
    assert _is_valid(text)


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("places =", "place ="),
        ("[[visit]]", "[[visits]]"),
        ('saw  = "', 'sow = "'),
        ("task  =", "tusk ="),
        ('condition = "', 'conditions = "'),
        ("{ title = ", "{ titel = "),
        ("title     =", "# title ="),
    ],
)
def test_unknown_and_missing_keys_are_not(change: str, to: str) -> None:
    assert not _is_valid(EXAMPLE.replace(change, to, 1))


@settings(max_examples=30, deadline=None)
@given(trips, drafts)
def test_whatever_is_written_is_valid(outing: TripDraft, paper: Draft) -> None:
    assert _is_valid(write(a_trip(outing), [an_agreement(paper, trip=3)]))
