"""What waits for what, inside a record."""

from datetime import date
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
    begun = Wait(on=".1", since=day("2026-02-01"))
    record = an_agreement(
        1, follow_ups=(a_task("A", waits=(over,)), a_task("B", waits=(begun,)))
    )

    assert list(find_problems(record)) == []


def test_waits_that_overlap_for_a_while_are_a_ring_for_that_while() -> None:
    until = Wait(on=".2", since=day("2026-01-01"), until=day("2027-01-01"))
    later = Wait(on=".1", since=day("2026-11-02"))
    record = an_agreement(
        1, follow_ups=(a_task("A", waits=(until,)), a_task("B", waits=(later,)))
    )

    said = [str(broken) for broken in find_problems(record)]

    assert len(said) == 2
    assert "would wait for itself on 2026-11-02: 1.1 → 1.2 → 1.1" in said[0]


NAMES = "abcd"
DAYS = st.integers(1, 6).map(lambda n: day(f"2026-03-{n:02}"))
waits = st.builds(
    Wait, on=st.sampled_from(NAMES), since=st.none() | DAYS, until=st.none() | DAYS
)
graphs = st.dictionaries(st.sampled_from(NAMES), st.lists(waits, max_size=3), max_size=4)


def can_walk_back(start: str, graph: dict[str, list[Wait]], on: date) -> bool:
    """Whether *start* comes back to itself by what holds *on* that day, step by step."""
    reached = {w.on for w in graph.get(start, ()) if w.holds(on)}
    for _step in NAMES:
        reached |= {w.on for name in reached for w in graph.get(name, ()) if w.holds(on)}
    return start in reached


@given(graphs, st.sampled_from(NAMES))
def test_a_ring_is_found_exactly_where_one_can_walk_back_on_some_day(
    graph: dict[str, list[Wait]], start: str
) -> None:
    every_day = (date.min, *(day(f"2026-03-{n:02}") for n in range(1, 8)), date.max)

    ring = ring_from(start, lambda name: graph.get(name, []))

    assert bool(ring) == any(can_walk_back(start, graph, on) for on in every_day)
    if ring:
        assert ring.refs[0] == ring.refs[-1] == start
        assert all(
            any(w.on == b and w.holds(ring.day) for w in graph[a])
            for a, b in pairwise(ring.refs)
        )
        assert (ring.day == date.max) == can_walk_back(start, graph, date.max)


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
