"""A record given out for editing, and what comes back."""

from datetime import date

import pytest
from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.exchange.document import read_record, write_record
from dealtrack.model import (
    Agreement,
    Assignment,
    FollowUp,
    Note,
    Postponement,
    Problem,
    TripDraft,
)
from dealtrack.text import speak
from tests.exchange.records import TODAY, a_draft, a_trip, an_agreement

TASK = FollowUp(
    number=2,
    uid="f2",
    task="Send the annex",
    due=date(2026, 11, 1),
    postponements=(
        Postponement(to=date(2026, 12, 1), on=date(2026, 10, 30), reason="waiting"),
    ),
    problems=(Problem(number=3, text="no stamp", noted=date(2026, 10, 1)),),
)


def a_record() -> Agreement:
    return an_agreement(
        a_draft(
            "Strategic agreement",
            place="Port City",
            follow_ups=(TASK, FollowUp(number=5, uid="f5", task="Call")),
            notes=(Note(on=date(2026, 1, 2), text="met"),),
            key="k",
            last_number=6,
        )
    )


def edited(change: str, to: str) -> tuple[Agreement | None, list[str]]:
    record = a_record()
    text = write_record(record)
    assert change in text
    changed, problems = read_record(text.replace(change, to, 1), record, TODAY)
    return changed, [str(problem) for problem in problems]


def test_what_is_not_known_is_offered_as_a_comment() -> None:
    text = write_record(a_record())

    assert text.startswith("# 17 as the ledger has it.")
    assert '# kind = "strategic" ' in text
    assert "# [[follow_up]]" in text


def test_every_comment_can_be_made_to_count() -> None:
    record = a_record()
    lines = write_record(record).splitlines()
    used = [line.removeprefix("# ") for line in lines[3:]]
    text = "\n".join(used).replace('""', '"X"').replace("count = 1 ", "count = 2 ")

    changed, problems = read_record(text, record, TODAY)

    assert problems == ()
    assert changed is not None
    assert (changed.kind, changed.count, changed.trip) == ("strategic", 2, 3)
    assert [f.number for f in changed.follow_ups] == [2, 5, 7]


def test_what_is_changed_is_changed_and_the_rest_kept() -> None:
    changed, problems = edited('title = "Strategic agreement"', 'title = "New"')

    assert problems == []
    assert changed == replace(a_record(), title="New")


def test_what_is_deleted_is_gone() -> None:
    changed, _ = edited('place = "Port City"\n', "")

    assert changed is not None
    assert changed.place == ""


def test_a_deleted_follow_up_never_gives_its_number_away() -> None:
    changed, _ = edited('number = 5\ntask = "Call"', 'task = "Write"')

    assert changed is not None
    assert [(f.number, f.uid, f.task) for f in changed.follow_ups] == [
        (2, "f2", "Send the annex"),
        (7, "", "Write"),
    ]


def test_a_follow_up_keeps_its_identity_by_its_number() -> None:
    changed, _ = edited("Send the annex", "Send both annexes")

    assert changed is not None
    assert (changed.follow_ups[0].uid, changed.follow_ups[0].problems[0].number) == ("f2", 3)


def test_a_number_that_nobody_has_is_refused() -> None:
    changed, problems = edited("number = 5", "number = 4")

    assert changed is None
    assert problems[0].endswith(
        "follow_up[2].number: there is no such follow-up; a new one has no number"
    )


def test_a_number_used_twice_is_refused() -> None:
    changed, problems = edited("number = 5", "number = 2")

    assert changed is None
    assert problems[0].endswith("follow_up[1].number: is used twice")


def test_a_day_may_be_counted_from_today_here() -> None:
    changed, _ = edited("due = 2026-11-01", 'due = "+2w"')

    assert changed is not None
    assert (changed.follow_ups[0].due, changed.follow_ups[0].due_text) == (
        date(2026, 12, 6),
        "",
    )


def test_due_days_count_from_the_trip_of_the_agreement() -> None:
    trip = a_trip(TripDraft(title="T", end=PartialDay.read("2026-11-01")))
    record = a_record()
    text = write_record(record, trip).replace("due = 2026-11-01", 'due = "trip.end+15d"')

    changed, _ = read_record(text, record, TODAY, trip_of=trip)

    assert changed is not None
    assert changed.follow_ups[0].due == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("place = 5", "place: must be a text in quotation marks"),
        ('plaec = "X"', "plaec: there is no such key. Did you mean place / plan?"),
        ('implements = "other"', "implements: other is not the ref of an agreement"),
        ('implements = "17"', "an agreement cannot follow from itself"),
        ("place = ", "this is no value"),
    ],
)
def test_a_mistake_is_told_with_its_line(to: str, why: str) -> None:
    changed, problems = edited('place = "Port City"', to)

    assert changed is None
    assert problems[0].startswith("line 10")
    assert why in problems[0]


def test_handovers_keep_their_days() -> None:
    record = an_agreement(
        a_draft(assignments=(Assignment(unit="A"), Assignment(unit="B", since=TODAY)))
    )

    assert read_record(write_record(record), record, TODAY) == (record, ())


def test_the_text_is_chinese_where_chinese_is_spoken() -> None:
    speak("zh")
    try:
        record = a_record()
        changed, problems = read_record(write_record(record), record, TODAY)
    finally:
        speak("en")

    assert (changed, problems) == (record, ())
