"""The random records that other tests rely on."""

from hypothesis import given, settings

from dealtrack.model import Draft, TripDraft
from dealtrack.model.rules import find_problems
from tests.strategies import drafts, trip_drafts


@settings(max_examples=60, deadline=None)
@given(drafts)
def test_random_agreements_keep_the_rules(draft: Draft) -> None:
    assert [str(problem) for problem in find_problems(draft)] == []


@settings(max_examples=60, deadline=None)
@given(trip_drafts)
def test_random_trips_keep_the_rules(draft: TripDraft) -> None:
    assert [str(problem) for problem in find_problems(draft)] == []
