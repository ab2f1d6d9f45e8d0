"""Of two who record the same at the same moment, one is told that the other was first."""

from collections.abc import Callable

import pytest

from dealtrack.actions import closing
from dealtrack.errors import Conflict, MonthClosed, RecordedMeanwhile
from dealtrack.store.base import Store
from tests.builders import TODAY, a_closing, a_draft, a_target, a_trip_draft, an_organisation
from tests.store.conftest import Opener

pytestmark = pytest.mark.parametrize("opened", ["postgresql"], indirect=True)

Deed = Callable[[Store], object]

ONCE: dict[str, Deed] = {
    "closes a month": lambda store: store.closings.add(a_closing()),
    "sets a target": lambda store: store.targets.add(a_target()),
    "names an organisation": lambda store: store.organisations.add(an_organisation()),
    "logs an agreement": lambda store: store.agreements.add(a_draft()),
    "logs a trip": lambda store: store.trips.add(a_trip_draft()),
}


def at_once(one: Store, other: Store, deed: Deed) -> None:
    """Have *one* do something in a transaction; before it ends, the *other* does the same."""
    with one.transaction():
        deed(one)
        deed(other)


@pytest.mark.parametrize("deed", ONCE.values(), ids=ONCE.keys())
def test_what_two_do_at_once_is_there_once(opened: Opener, deed: Deed) -> None:
    with opened() as one, opened() as other:
        one.agreements.add(a_draft(title="Before"))
        with pytest.raises(Conflict, match="Nothing was saved"):
            at_once(one, other, deed)

        assert other.revision == 2
        assert [r.id for r in one.agreements.search(as_of=TODAY)][:1] == [1]


def test_who_was_first_with_the_same_agreement_is_named(opened: Opener) -> None:
    with opened() as one, opened() as other:
        one.trips.add(a_trip_draft())
        with pytest.raises(RecordedMeanwhile, match="dealtrack show 2"):
            at_once(one, other, ONCE["logs an agreement"])


def test_different_records_at_once_are_both_saved(opened: Opener) -> None:
    with opened() as one, opened() as other:
        one.agreements.add(a_draft(title="Before"))
        with one.transaction():
            one.agreements.add(a_draft(title="Of one"))
            other.agreements.add(a_draft(title="Of the other"))
            other.targets.add(a_target())

        assert len(one.agreements.search(as_of=TODAY)) == 3


def test_the_same_may_be_recorded_again_by_who_has_seen_the_first(opened: Opener) -> None:
    with opened() as one, opened() as other:
        other.agreements.add(a_draft())
        one.agreements.add(a_draft())

        assert len(one.agreements.search(as_of=TODAY)) == 2


def test_a_month_that_was_closed_a_moment_ago_is_told_to_who_tries_again(
    opened: Opener,
) -> None:
    with opened() as one, opened() as other:
        one.agreements.add(a_draft())
        with pytest.raises(Conflict):
            at_once(one, other, lambda store: closing.close(store, a_closing()))
        with pytest.raises(MonthClosed):
            closing.close(one, a_closing())
