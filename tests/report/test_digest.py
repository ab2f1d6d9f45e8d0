"""What somebody should hear of, and what is new of it."""

from datetime import date, timedelta

import pytest

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Assignment, Problem
from dealtrack.model.followup import Promise, StateChange
from dealtrack.model.telling import Heard, Telling
from dealtrack.model.wait import Wait
from dealtrack.query.asked import Excerpt
from dealtrack.report.digest import Digest, digest_of_all, digests_of, reminders
from dealtrack.report.lights import light
from dealtrack.report.things import Thing, find_things
from tests.builders import TODAY, a_follow_up, a_trip, an_agreement, changed

WANG = Assignment(unit="Office", owner="Wang")
UNTIL = TODAY + timedelta(days=7)


def days(n: int) -> date:
    return TODAY + timedelta(days=n)


def things(*records: Agreement) -> tuple[Thing, ...]:
    return find_things(Excerpt.of(records), TODAY, 7)


def only(*records: Agreement) -> Thing:
    (thing,) = (one for one in things(*records) if one.group != "dormant")
    return thing


def digests(*records: Agreement, heard: Heard | None = None) -> dict[str, Digest]:
    found = digests_of(things(*records), heard or {}, TODAY, UNTIL, 7)
    return {one.owner: one for one in found}


def held_up(state: str) -> StateChange:
    return StateChange(state=state, on=days(-3))  # type: ignore[arg-type]


# What there is to hear of


@pytest.mark.parametrize(
    ("due", "reason", "n"),
    [(days(-1), "overdue", 1), (TODAY, "soon", 0), (UNTIL, "soon", 7)],
)
def test_a_task_is_late_or_due_soon(due: date, reason: str, n: int) -> None:
    thing = only(an_agreement(follow_ups=(a_follow_up(due=due, owner="Li"),)))

    assert (thing.ref, thing.reason, thing.day, thing.days) == ("1.1", reason, due, n)
    assert thing.text == "Send the annex"
    assert thing.names == ("Example Cloud",)


@pytest.mark.parametrize(
    "task",
    [
        a_follow_up(due=days(8)),
        a_follow_up(due=None),
        a_follow_up(due=days(-1), states=(StateChange(state="done", on=days(-1)),)),
        a_follow_up(due=days(-1), states=(StateChange(state="cancelled", on=days(-1)),)),
        a_follow_up(due=days(-1), promise=Promise(side="ours", condition="the land is ready")),
        a_follow_up(
            due=None,
            states=(held_up("waiting"),),
            promise=Promise(side="ours", condition="the land is ready"),
        ),
    ],
)
def test_what_is_far_off_done_or_not_owed_is_not_told(task: object) -> None:
    found = things(an_agreement(follow_ups=(task,)))

    assert [one for one in found if one.group != "dormant"] == []


@pytest.mark.parametrize("state", ["waiting", "submitted"])
@pytest.mark.parametrize("due", [None, days(30)])
def test_a_task_that_waits_is_told_without_a_day_too(state: str, due: date | None) -> None:
    thing = only(an_agreement(follow_ups=(a_follow_up(due=due, states=(held_up(state),)),)))

    assert (thing.reason, thing.group, thing.day) == (state, "waiting", due)


def test_a_late_task_that_waits_is_told_once_as_late() -> None:
    thing = only(
        an_agreement(follow_ups=(a_follow_up(due=days(-1), states=(held_up("waiting"),)),))
    )

    assert (thing.reason, thing.state) == ("overdue", "waiting")


def test_a_task_of_a_trip_is_told_too() -> None:
    trip = a_trip(follow_ups=(a_follow_up(due=days(-1), owner="Li"),))

    (thing,) = find_things(Excerpt.of((), (trip,)), TODAY, 7)

    assert (thing.ref, thing.reason, thing.owner) == ("T1.1", "overdue", "Li")


@pytest.mark.parametrize(
    ("by", "reason"), [(None, "problem"), (TODAY, "problem"), (days(-1), "late-problem")]
)
def test_a_problem_goes_to_its_owner_and_to_who_must_solve_it(
    by: date | None, reason: str
) -> None:
    problem = Problem(number=1, text="No power", noted=days(-9), solver="Wang", by=by)
    thing = only(
        an_agreement(follow_ups=(a_follow_up(due=None, owner="Li", problems=(problem,)),))
    )

    assert (thing.ref, thing.reason, thing.day) == ("1.1.1", reason, by)
    assert thing.recipients == ("Li", "Wang")


@pytest.mark.parametrize(
    "problem",
    [
        Problem(number=1, text="No power", noted=days(-9)),
        Problem(number=1, text="No power", noted=days(-9), solver="Wang", solved=days(-1)),
        Problem(number=1, text="No power", noted=days(1), solver="Wang"),
    ],
)
def test_a_problem_that_nobody_must_solve_now_is_not_told(problem: Problem) -> None:
    found = things(an_agreement(problems=(problem,)))

    assert [one for one in found if one.group != "dormant"] == []


def test_a_problem_of_a_task_that_is_done_with_is_not_told() -> None:
    problem = Problem(number=1, text="No power", noted=days(-9), solver="Wang")
    done = a_follow_up(problems=(problem,), states=(StateChange(state="done", on=days(-1)),))

    assert [o for o in things(an_agreement(follow_ups=(done,))) if o.group != "dormant"] == []


@pytest.mark.parametrize("months", range(6))
def test_what_does_not_move_is_judged_as_its_light_is(months: int) -> None:
    signed = date(2026, 11 - months, 22).isoformat()
    who = Assignment(unit="Zone", owner="Li")
    deal = an_agreement(signed=PartialDay.read(signed), assignments=(who,))
    judged = light(deal, TODAY)
    assert judged is not None

    found = [(one.reason, one.days, one.limit, one.owner) for one in things(deal)]

    if judged.colour == "green":
        assert found == []
    else:
        assert found == [(judged.colour, judged.days, judged.judgements[0].limit, "Li")]


@pytest.mark.parametrize(
    ("own", "record", "whose"),
    [
        (Assignment(unit="Bureau", owner="Li"), Assignment(unit="Zone", owner="Wang"), "Li"),
        (Assignment(), Assignment(unit="Zone", owner="Wang"), "Wang"),
        (Assignment(unit="Bureau"), Assignment(unit="Zone"), "Bureau"),
        (Assignment(), Assignment(unit="Zone"), "Zone"),
        (Assignment(), Assignment(), ""),
    ],
)
def test_it_is_the_owners_else_the_units_else_nobodys(
    own: Assignment, record: Assignment, whose: str
) -> None:
    task = a_follow_up(due=days(-1), assignments=(own,))

    thing = only(an_agreement(follow_ups=(task,), assignments=(record,)))

    assert thing.recipients == (whose,)


# What is new of it


def test_each_owner_has_a_digest_and_nobody_the_last() -> None:
    tasks = tuple(a_follow_up(due=days(-1), owner=name) for name in ("Wang", "", "Li"))

    assert list(digests(an_agreement(follow_ups=tasks, signed=None, stages=()))) == [
        "Li",
        "Wang",
        "",
    ]


def test_what_was_told_lately_is_older_and_still_counted() -> None:
    deal = an_agreement(
        follow_ups=(a_follow_up(due=days(-1), owner="Li"), a_follow_up(due=TODAY, owner="Li"))
    )
    heard = {"Li": (Telling("1.1", "overdue", days(-1), days(-1)),)}

    digest = digests(deal, heard=heard)["Li"]

    assert [thing.ref for thing in digest.things] == ["1.2"]
    assert digest.older == {"overdue": 1}
    assert digest.counts() == f"1 due by {UNTIL}"


def test_everything_is_told_if_it_is_asked_for() -> None:
    found = things(an_agreement(follow_ups=(a_follow_up(due=days(-1), owner="Li"),)))
    heard = {"Li": (Telling("1.1", "overdue", days(-1), TODAY),)}

    (quiet, loud) = (
        digests_of(found, heard, TODAY, UNTIL, 7, everything=asked)[0]
        for asked in (False, True)
    )

    assert [len(one.things) for one in (quiet, loud)] == [0, len(loud.things)]
    assert loud.things


def test_one_digest_of_all_has_each_thing_once() -> None:
    problem = Problem(number=1, text="No power", noted=days(-9), solver="Wang")
    found = things(
        an_agreement(follow_ups=(a_follow_up(due=None, owner="Li", problems=(problem,)),))
    )

    digest = digest_of_all(found, {}, TODAY, UNTIL, 7)

    assert [t.ref for t in digest.things if t.group == "waiting"] == ["1.1.1"]


def test_who_has_nothing_new_is_counted() -> None:
    found = things(an_agreement(follow_ups=(a_follow_up(due=days(-1), owner="Li"),)))
    told = {
        one.owner: tuple(Telling(*m, TODAY) for m in one.matters)
        for one in digests_of(found, {}, TODAY, UNTIL, 7)
    }

    report = reminders(digests_of(found, told, TODAY, UNTIL, 7), TODAY, UNTIL)

    assert report.digests == ()
    assert (report.others, report.older) == (len(told), len(found))


def test_the_longest_late_comes_first() -> None:
    tasks = tuple(a_follow_up(due=days(n), owner="Li") for n in (-1, -30, 5, 2))

    found = [one for one in things(an_agreement(follow_ups=tasks)) if one.group != "dormant"]

    assert [one.ref for one in found] == ["1.2", "1.1", "1.4", "1.3"]


@pytest.mark.parametrize("name", ["Li", "Wang", "Zone", "Bureau", "nobody"])
def test_asking_for_one_finds_what_is_theirs_among_all(name: str) -> None:
    problem = Problem(number=1, text="No power", noted=days(-9), solver="Wang")
    book = Excerpt.of(
        (
            an_agreement(
                1,
                assignments=(Assignment(unit="Zone", owner="Li"),),
                problems=(problem,),
                follow_ups=(
                    a_follow_up(due=days(-1)),
                    a_follow_up(due=None, owner="Li", problems=(problem,)),
                    a_follow_up(due=TODAY, assignments=(Assignment(unit="Bureau"),)),
                ),
            ),
            an_agreement(
                4,
                assignments=(Assignment(unit="Zone"),),
                problems=(problem,),
                follow_ups=(a_follow_up(due=None, assignments=(WANG,)),),
            ),
            an_agreement(2, assignments=(Assignment(unit="Zone"),)),
            an_agreement(
                3, follow_ups=(a_follow_up(assignments=(Assignment(unit="Bureau"),)),)
            ),
        )
    )

    found = find_things(book, TODAY, 7, name=name)

    assert found == tuple(t for t in find_things(book, TODAY, 7) if name in t.recipients)
    assert bool(found) == (name != "nobody")


def test_what_has_to_wait_says_for_what_and_only_as_long() -> None:
    waiting = a_follow_up("Sign", due=days(-1), owner="Li", waits=(Wait(on=".2"),))
    first = a_follow_up("Choose", due=None)
    blocked = an_agreement(follow_ups=(waiting, first))
    done = changed(first, states=(StateChange(state="done", on=days(-2)),))
    free = an_agreement(follow_ups=(waiting, done))

    assert only(blocked).after == ("1.2",)
    assert "Sign · after 1.2" in str(digests(blocked)["Li"].page())
    assert only(free).after == ()
