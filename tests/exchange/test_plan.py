"""What logging a file does: new, known, or changed."""

from collections.abc import Sequence

from msgspec.structs import replace

from dealtrack.exchange.plan import Changed, Known, New, Plan, linked, plan
from dealtrack.exchange.trip import Harvest, read, write
from dealtrack.model import Agreement, Link, StateChange, Trip
from tests.exchange.records import EXAMPLE, TODAY, a_trip, an_agreement, read_example

TWO = """
[[agreement]]
title = "A"
key = "a"
implements = "b"
[[agreement]]
title = "B"
key = "b"
"""


def logged(harvest: Harvest) -> tuple[list[Trip], list[Agreement]]:
    """Carry out the first plan of a file, as the ledger would."""
    assert harvest.problems == ()
    trips = [a_trip(harvest.trip).numbered()] if harvest.trip else []
    trip = trips[0].id if trips else None
    papers = [
        an_agreement(draft, number, trip or draft.trip).numbered()
        for number, draft in enumerate(harvest.agreements, 17)
    ]
    ids = {paper.key: paper.id for paper in papers}
    return trips, [linked(p, [k for k in harvest.links if k.of == p.key], ids) for p in papers]


def kinds(found: Plan) -> Sequence[type]:
    return [type(step) for step in found.steps]


def test_a_first_time_everything_is_new() -> None:
    assert kinds(plan(read_example(), [], [])) == [New, New]


def test_a_second_time_nothing_is() -> None:
    found = plan(read_example(), *logged(read_example()))

    assert kinds(found) == [Known, Known]
    assert found.is_nothing_new


def test_work_done_meanwhile_is_no_difference() -> None:
    trips, (paper,) = logged(read_example())
    done = replace(paper.follow_ups[0], states=(StateChange(state="done", on=TODAY),))

    assert plan(read_example(), trips, [paper.with_follow_up(done)]).is_nothing_new


def test_a_changed_file_shows_its_differences() -> None:
    ledger = logged(read_example())

    found = plan(read_example('"3.5亿"', '"4亿"'), *ledger)

    assert kinds(found) == [Known, Changed]
    (change,) = found.changes
    assert [d.path for d in change.differences] == ["amount"]
    assert change.record.id == 17


def test_a_changed_title_is_known_by_its_key_or_by_the_rest() -> None:
    trips, papers = logged(read_example())
    renamed = [replace(papers[0], title="Renamed in the ledger")]

    assert [d.path for d in plan(read_example(), trips, renamed).changes[0].differences] == [
        "title"
    ]


def test_changed_parties_do_not_make_a_second_agreement() -> None:
    ledger = logged(read_example())

    found = plan(read_example('"Example Cloud (theirs)"', '"?"'), *ledger)

    assert kinds(found) == [Known, Changed]


def test_an_agreement_added_to_the_file_is_new() -> None:
    ledger = logged(read_example())

    found = plan(read(EXAMPLE + '[[agreement]]\ntitle = "B"\n', TODAY), *ledger)

    assert kinds(found) == [Known, Known, New]
    assert isinstance(found.agreements[1], New)
    assert found.agreements[1].draft.trip == 3


def test_what_was_written_from_the_ledger_is_known_there() -> None:
    trips, papers = logged(read_example())
    bare = replace(trips[0], key=""), [replace(papers[0], key="")]

    text = write(bare[0], bare[1])

    assert plan(read(text, TODAY), [bare[0]], bare[1]).is_nothing_new


def test_the_same_title_in_another_year_is_another_trip() -> None:
    ledger = logged(read_example())

    found = plan(read(EXAMPLE.replace("2025-05", "2026-05"), TODAY), *ledger)

    assert kinds(found) == [New, New]


def test_chosen_keys_keep_twins_apart() -> None:
    twin = '[[agreement]]\ntitle = "A"\nkey = "{}"\n'
    ledger = logged(read(twin.format("one"), TODAY))

    found = plan(read(twin.format("one") + twin.format("two"), TODAY), *ledger)

    assert kinds(found) == [Known, New]


def test_links_wait_until_the_other_agreement_has_an_id() -> None:
    harvest = read(TWO, TODAY)

    first = plan(harvest, [], []).agreements[0]

    assert isinstance(first, New)
    assert [(link.relation, link.to) for link in first.links] == [("implements", "b")]


def test_links_once_made_are_known() -> None:
    harvest = read(TWO, TODAY)
    trips, papers = logged(harvest)

    assert papers[0].links == (Link(relation="implements", to=18),)
    assert plan(harvest, trips, papers).is_nothing_new


def test_a_link_to_a_new_agreement_changes_a_known_one() -> None:
    trips, papers = logged(read('[[agreement]]\ntitle = "A"\nkey = "a"\n', TODAY))

    found = plan(read(TWO, TODAY), trips, papers)

    assert kinds(found) == [Changed, New]
    assert isinstance(found.agreements[0], Changed)
    assert [d.path for d in found.agreements[0].differences] == ["implements"]
    assert found.agreements[0].links[0].to == "b"
