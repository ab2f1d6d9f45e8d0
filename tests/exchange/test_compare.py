"""What a file says otherwise than the ledger, and what unites both."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings

from dealtrack.days import PartialDay
from dealtrack.exchange.compare import Difference, compare, merged
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    Draft,
    FollowUp,
    Funds,
    Note,
    Postponement,
    Problem,
    Reached,
    StateChange,
)
from tests.exchange.records import a_draft, an_agreement, drafts

DAY = date(2026, 1, 5)
LATER = date(2026, 3, 5)


def a_task(**facts: Any) -> FollowUp:
    return FollowUp(task="Send", **facts)


def ledger(**facts: Any) -> Agreement:
    return an_agreement(a_draft(**facts)).numbered()


def cny(value: int) -> Amount:
    return Amount(value=Decimal(value))


@settings(max_examples=60, deadline=None)
@given(drafts)
def test_a_record_is_no_different_from_its_own_draft(draft: Draft) -> None:
    record = an_agreement(draft).numbered()

    assert merged(record, draft) == record
    assert compare(record, draft) == ()


@settings(max_examples=60, deadline=None)
@given(drafts, drafts)
def test_once_united_nothing_differs(old: Draft, new: Draft) -> None:
    united = merged(an_agreement(old), new)

    assert merged(united, new) == united


def test_what_the_file_does_not_know_is_kept() -> None:
    record = ledger(
        place="Port City",
        notes=(Note(on=DAY, text="met"),),
        follow_ups=(
            a_task(
                uid="f",
                states=(StateChange(state="done", on=LATER),),
                postponements=(Postponement(to=LATER, on=DAY, reason="late"),),
            ),
        ),
    )

    assert compare(record, a_draft(follow_ups=(a_task(),))) == ()


def test_where_the_file_speaks_it_wins() -> None:
    record = ledger(place="Port City", sectors=("energy",))

    assert compare(record, a_draft(place="River City", sectors=("food", "trade"))) == (
        Difference("place", "Port City", "River City"),
        Difference("sectors", "energy", "food, trade"),
    )


def test_new_entries_of_a_log_are_added_by_their_days() -> None:
    record = ledger(notes=(Note(on=LATER, text="second"),))

    united = merged(record, a_draft(notes=(Note(on=DAY, text="first"),)))

    assert [note.text for note in united.notes] == ["first", "second"]


def test_an_entry_on_the_same_matter_is_corrected_and_not_doubled() -> None:
    record = ledger(
        funds=(Funds(amount=cny(100), on=DAY, note="first"),),
        stages=(Reached(stage="registered", on=PartialDay.read("2026-01")),),
    )
    told = a_draft(
        funds=(Funds(amount=cny(110), on=DAY),),
        stages=(Reached(stage="registered", on=PartialDay.read("2026-01-09")),),
    )

    assert merged(record, told).funds == (Funds(amount=cny(110), on=DAY, note="first"),)
    assert compare(record, told) == (
        Difference("stages[1].on", "2026-01", "2026-01-09"),
        Difference("funds[1].amount", "CNY 100", "CNY 110"),
    )


def test_an_author_that_only_the_ledger_knows_is_no_difference() -> None:
    record = ledger(notes=(Note(on=DAY, text="met", author="zhang"),))

    assert compare(record, a_draft(notes=(Note(on=DAY, text="met"),))) == ()


def test_a_new_follow_up_gets_the_next_number() -> None:
    record = ledger(follow_ups=(a_task(),), last_number=4)
    told = a_draft(follow_ups=(FollowUp(task="Call", due=DAY), a_task()))

    united = merged(record, told)

    assert [(f.number, f.task) for f in united.follow_ups] == [(5, "Send"), (6, "Call")]
    assert compare(record, told) == (Difference("follow_up[6]", "", "Call, 2026-01-05"),)


def test_a_follow_up_is_found_by_its_task_and_changed() -> None:
    record = ledger(follow_ups=(a_task(uid="f", assignments=(Assignment(owner="Li"),)),))

    united = merged(record, a_draft(follow_ups=(a_task(due=DAY),)))

    assert united.follow_ups == (
        a_task(number=1, uid="f", due=DAY, assignments=(Assignment(owner="Li"),)),
    )


def test_a_due_day_that_was_counted_meanwhile_is_kept() -> None:
    record = ledger(follow_ups=(a_task(due=DAY, due_text="signed+1m"),))

    assert compare(record, a_draft(follow_ups=(a_task(due_text="signed+1m"),))) == ()


def test_another_way_of_counting_takes_the_old_day_along() -> None:
    record = ledger(follow_ups=(a_task(due=DAY, due_text="signed+1m"),))

    united = merged(record, a_draft(follow_ups=(a_task(due_text="signed+2m"),)))

    assert (united.follow_ups[0].due, united.follow_ups[0].due_text) == (None, "signed+2m")


def test_a_day_in_place_of_a_count_ends_the_count() -> None:
    record = ledger(follow_ups=(a_task(due=DAY, due_text="signed+1m"),))

    united = merged(record, a_draft(follow_ups=(a_task(due=LATER),)))

    assert (united.follow_ups[0].due, united.follow_ups[0].due_text) == (LATER, "")


def test_problems_keep_their_numbers() -> None:
    known = Problem(number=4, text="No land", noted=DAY, solved=LATER)
    told = tuple(
        Problem(number=n, text=text, noted=DAY) for n, text in enumerate(("New", "no land"), 1)
    )

    united = merged(ledger(problems=(known,)), a_draft(problems=told))

    assert [(p.number, p.text, p.solved) for p in united.problems] == [
        (4, "no land", LATER),
        (5, "New", None),
    ]
