"""What is written is read back the same, whatever the records hold."""

from hypothesis import given, settings
from msgspec.structs import replace

from dealtrack.exchange.document import read_record, write_record
from dealtrack.exchange.keys import keyed
from dealtrack.exchange.trip import read, write
from dealtrack.model import Draft, Link, TripDraft
from tests.exchange.records import TODAY, a_draft, a_trip, an_agreement, drafts, trips


@settings(max_examples=60, deadline=None)
@given(trips, drafts)
def test_a_trip_and_its_agreement_come_back(outing: TripDraft, paper: Draft) -> None:
    text = write(a_trip(outing), [an_agreement(paper, trip=3)])

    found = read(text, TODAY)

    assert found.problems == ()
    assert found.trip == keyed(outing)
    assert found.agreements == (keyed(paper, outing),)


@settings(max_examples=60, deadline=None)
@given(drafts)
def test_an_agreement_survives_the_editor_untouched(draft: Draft) -> None:
    record = an_agreement(keyed(draft)).numbered()

    assert read_record(write_record(record), record, TODAY) == (record, ())


@settings(max_examples=40, deadline=None)
@given(trips)
def test_a_trip_survives_the_editor_untouched(draft: TripDraft) -> None:
    record = a_trip(keyed(draft)).numbered()

    assert read_record(write_record(record), record, TODAY) == (record, ())


def test_a_chosen_key_is_written_and_a_digest_is_not() -> None:
    chosen = an_agreement(a_draft(key="mine"))
    found = an_agreement(keyed(a_draft()))

    assert 'key = "mine"' in write(None, [chosen])
    assert "key" not in write(None, [found])


def test_links_inside_the_file_are_written_by_key_and_others_by_ref() -> None:
    first = an_agreement(a_draft("A", key="a"), 1)
    second = an_agreement(
        a_draft("B", links=(Link(relation="implements", to=1), Link(relation="renews", to=9))),
        2,
    )

    text = write(None, [first, second])
    found = read(text, TODAY)

    assert 'implements = "a"' in text
    assert found.agreements[1].links == (Link(relation="renews", to=9),)
    assert [link[1:] for link in found.links] == [("implements", "a")]


def test_a_counted_due_day_is_written_as_it_was_typed() -> None:
    found = read(
        '[[agreement]]\ntitle="A"\nsigned=2025-01-31\nfollow_up=[{task="x", due="signed+1m"}]',
        TODAY,
    )
    record = an_agreement(found.agreements[0])

    text = write(None, [record])

    assert 'due = "signed+1m"' in text
    assert read(text, TODAY) == found


def test_a_due_day_that_no_longer_agrees_with_its_text_is_written_as_a_day() -> None:
    found = read(
        '[[agreement]]\ntitle="A"\nsigned=2025-01-31\nfollow_up=[{task="x", due="signed+1m"}]',
        TODAY,
    )
    moved = replace(found.agreements[0], signed=None)

    assert "due = 2025-02-28" in write(None, [an_agreement(moved)])
