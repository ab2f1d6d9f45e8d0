"""Two sides of one task: the law of three-way comparison."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from dealtrack.actions.sides import Prefer, Verdict, judge
from dealtrack.exchange.ics.told import Base, Status, Told

EXPORTED = date(2026, 11, 2)
STATUSES: tuple[Status, ...] = ("NEEDS-ACTION", "IN-PROCESS", "COMPLETED", "CANCELLED")
OPEN = {"NEEDS-ACTION", "IN-PROCESS"}

statuses = st.sampled_from(STATUSES)
dues = st.sampled_from([None, *(EXPORTED + timedelta(days=n) for n in range(3))])
sides: st.SearchStrategy[Prefer] = st.sampled_from(["", "ledger", "calendar"])


class Histories(NamedTuple):
    """What was exported, and what either side made of status and due day since."""

    exported: tuple[Status, date | None]
    here: tuple[list[Status], list[date | None]]
    there: tuple[list[Status], list[date | None]]

    @property
    def base(self) -> Base:
        return Base(*self.exported, changes=0, moves=0)

    def ledger(self) -> Told:
        statuses, dues = self.here
        status, due = [self.exported[0], *statuses][-1], [self.exported[1], *dues][-1]
        return Told("a", status, due, base=Base(status, due, len(statuses), len(dues)))

    def calendar(self) -> Told:
        statuses, dues = self.there
        return Told("a", [self.exported[0], *statuses][-1], [self.exported[1], *dues][-1])


@st.composite
def histories(draw: st.DrawFn) -> Histories:
    made = [
        (draw(st.lists(statuses, max_size=3)), draw(st.lists(dues, max_size=3)))
        for _ in range(2)
    ]
    return Histories((draw(statuses), draw(dues)), made[0], made[1])


@given(histories(), sides)
def test_a_calendar_that_is_as_it_was_written_changes_nothing(
    one: Histories, prefer: Prefer
) -> None:
    there = Told("a", *one.exported)

    verdict = judge(one.ledger(), there, one.base, prefer)

    assert not verdict.change(one.ledger(), there)
    assert not verdict.is_conflict


@given(histories())
def test_what_only_the_calendar_changed_is_taken_over_if_it_is_to_be_had(
    one: Histories,
) -> None:
    one = one._replace(here=([], []))
    here, there = one.ledger(), one.calendar()

    verdict = judge(here, there, one.base)

    assert not verdict.is_conflict
    change = verdict.change(here, there)
    assert change.now.status == there.status
    if there.status in OPEN:
        assert change.now.due == there.due


@given(histories())
def test_what_both_changed_otherwise_is_never_decided(one: Histories) -> None:
    here, there = one.ledger(), one.calendar()
    both = [
        mine and theirs not in {before, now}
        for mine, theirs, before, now in zip(
            one.here,
            (there.status, there.due),
            one.exported,
            (here.status, here.due),
            strict=True,
        )
    ]

    assert judge(here, there, one.base).is_conflict or not any(both)


@given(histories(), sides)
def test_what_the_ledger_closed_is_opened_only_if_somebody_prefers_it(
    one: Histories, prefer: Prefer
) -> None:
    here, there = one.ledger(), one.calendar()
    if one.exported[0] not in OPEN or here.status in OPEN or prefer == "calendar":
        return

    verdict = judge(here, there, one.base, prefer)

    change = verdict.change(here, there)
    assert verdict.is_conflict or change.status not in OPEN
    assert verdict.is_conflict or not change.due or change.status


@given(histories(), st.booleans())
def test_a_side_that_is_preferred_leaves_no_conflict(one: Histories, knows: bool) -> None:
    here, there = one.ledger(), one.calendar()
    base = one.base if knows else None

    assert not judge(here, there, base, "calendar").is_conflict
    ours = judge(here, there, base, "ledger")
    assert not ours.is_conflict
    if not knows:
        assert not ours.change(here, there)


@given(histories())
def test_with_nothing_in_common_whatever_differs_is_a_conflict(one: Histories) -> None:
    here, there = one.ledger(), one.calendar()

    verdict = judge(here, there, None)

    assert verdict.is_conflict == ((here.status, here.due) != (there.status, there.due))


def test_a_calendar_without_a_status_says_nothing_of_it() -> None:
    here, there = Told("a", "COMPLETED", EXPORTED), Told("a", None, EXPORTED)

    assert judge(here, there, None) == Verdict()


@given(statuses, dues, st.integers(0, 99), st.integers(0, 99))
def test_what_was_written_is_read_back(
    status: Status, due: date | None, changes: int, moves: int
) -> None:
    base = Base(status, due, changes, moves)

    assert Base.read(str(base)) == base
