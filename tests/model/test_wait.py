"""What waits for what, inside a record."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dealtrack.model import FollowUp
from dealtrack.model.rules import find_problems
from dealtrack.model.wait import Named, Wait, ring_from
from tests.builders import a_draft, a_task, an_agreement
from tests.report.records import day


def waiting(*on: str, task: str = "Sign the lease") -> FollowUp:
    return a_task(task, waits=tuple(Wait(on=name) for name in on))


def test_a_draft_waits_by_the_task_and_the_record_by_the_number() -> None:
    draft = a_draft(follow_ups=(a_task("Choose the site"), waiting("choose the  SITE")))

    assert draft.numbered().follow_ups[1].waits == (Wait(on=".1"),)


def test_the_ref_of_ones_own_record_becomes_a_number() -> None:
    record = an_agreement(17, follow_ups=(a_task("Choose the site"), waiting("17.1", "T3.1")))

    assert [w.on for w in record.numbered().follow_ups[1].waits] == [".1", "T3.1"]


def test_the_same_wait_said_twice_is_one() -> None:
    record = an_agreement(17, follow_ups=(a_task("Choose"), waiting("Choose", "17.1", ".1")))

    assert len(record.numbered().follow_ups[1].waits) == 1


def test_it_waits_from_the_one_day_until_the_other() -> None:
    wait = Wait(on=".1", since=day("2026-03-01"), until=day("2026-03-05"))

    held = [d for d in range(1, 8) if wait.holds(day(f"2026-03-{d:02}"))]

    assert held == [1, 2, 3, 4]
    assert Wait(on=".1").holds(day("1900-01-01"))


def test_what_cannot_be_found_is_refused_with_its_place() -> None:
    draft = a_draft(follow_ups=(a_task("Choose"), waiting("Chose")))

    (broken,) = find_problems(draft)

    assert broken.field == "follow_ups[2].waits[1].on"
    assert "Chose is neither a ref nor the task of another follow-up" in str(broken)


def test_a_task_that_is_there_twice_is_no_name() -> None:
    draft = a_draft(follow_ups=(a_task("Call"), a_task("call"), waiting("Call")))

    assert [b.field for b in find_problems(draft)] == ["follow_ups[3].waits[1].on"]


def test_what_would_wait_for_itself_in_a_ring_is_refused() -> None:
    draft = a_draft(
        follow_ups=(waiting("B", task="A"), waiting("C", task="B"), waiting("A", task="C"))
    )

    assert {b.field for b in find_problems(draft)} == {
        f"follow_ups[{n}].waits" for n in (1, 2, 3)
    }


def test_a_wait_that_is_over_closes_no_ring() -> None:
    over = Wait(on=".2", since=day("2026-01-01"), until=day("2026-02-01"))
    record = an_agreement(1, follow_ups=(a_task("A", waits=(over,)), waiting(".1", task="B")))

    assert list(find_problems(record)) == []


graphs = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=6
)


@given(graphs, st.sampled_from("abcdef"))
def test_a_ring_is_found_exactly_where_one_can_walk_back(
    waits: dict[str, list[str]], start: str
) -> None:
    reached, edge = set(waits.get(start, [])), list(waits.get(start, []))
    while edge:
        new = set(waits.get(edge.pop(), [])) - reached
        reached |= new
        edge += new

    ring = ring_from(start, lambda name: waits.get(name, []))

    assert bool(ring) == (start in reached)
    if ring:
        assert ring[0] == ring[-1] == start
        assert all(b in waits[a] for a, b in pairwise(ring))


def test_names_know_their_own() -> None:
    names = Named.of("17", 3, [(1, "Choose the site"), (2, "Call"), (3, "call")])

    assert [names.find(text) for text in ("Choose the site", "17.2", "18.2", ".3", ".9")] == [
        ".1",
        ".2",
        "18.2",
        ".3",
        "",
    ]
    assert [names.find(text) for text in ("Call", "17", "T3", "17.2.1", "")] == [""] * 5
