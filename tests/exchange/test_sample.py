"""The real trip: everything its source says, and nothing that it does not."""

import pytest

from dealtrack.days import PartialDay
from dealtrack.exchange.files import decode_file
from dealtrack.exchange.trip import Harvest, read
from dealtrack.model import UNNAMED, Person
from tests.exchange.records import SAMPLE, TODAY

CHEN = Person(
    name="Chen Long", post="secretary", organisation="Jinhua Municipal Party Committee"
)


@pytest.fixture
def sample() -> Harvest:
    return read(decode_file(SAMPLE), TODAY)


def test_it_has_one_trip_and_three_agreements(sample: Harvest) -> None:
    assert sample.problems == ()
    assert sample.trip is not None
    assert len(sample.agreements) == 3


def test_nobody_is_named_where_no_witness_is(sample: Harvest) -> None:
    assert [paper.witnesses for paper in sample.agreements] == [(CHEN,), (CHEN,), ()]


def test_the_day_of_signing_is_known_only_in_part(sample: Harvest) -> None:
    days = {paper.signed for paper in sample.agreements}

    assert days == {PartialDay.read("2021-07-29/2021-07-30")}


def test_unnamed_and_uncounted_stay_so(sample: Harvest) -> None:
    several = sample.agreements[1]

    assert several.count == "unknown"
    assert [p.name for p in several.parties] == ["Dongyang government", UNNAMED]
    assert sample.trip
    assert [v.organisation for v in sample.trip.visits][-1] == UNNAMED


def test_statements_are_intentions_and_not_commitments(sample: Harvest) -> None:
    assert all(not paper.follow_ups for paper in sample.agreements)
    assert sample.trip
    assert len(sample.trip.all_intentions) == 3


def test_no_money_and_no_address_is_made_up(sample: Harvest) -> None:
    assert all(paper.amount is None for paper in sample.agreements)
    assert sample.trip
    assert [s.url for s in sample.trip.sources] == [""]
