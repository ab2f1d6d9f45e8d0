from datetime import date
from typing import Any

import pytest

from dealtrack.model import Agreement, Funds, Note, Reached, StatusChange
from dealtrack.query.asked import Excerpt
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import Light, Rule, find_lights, light, say_colour, say_reason
from dealtrack.report.page import unwrap
from tests.report.records import a_task, an_agreement, cny, day, done, ended, moved, on, reached


def colour_on(text: str, signed: str = "2026-01-31") -> str | None:
    one = light(an_agreement(signed=signed), day(text))
    assert one is not None
    return one.colour


def red_on(text: str, *book: Agreement) -> tuple[Light, ...]:
    return find_lights(Ledger.on(day(text), Excerpt.of(book))).red


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("2026-01-31", "green"),
        ("2026-03-30", "green"),
        ("2026-03-31", "yellow"),
        ("2026-04-29", "yellow"),
        ("2026-04-30", "red"),
        ("2027-01-01", "red"),
    ],
)
def test_it_turns_yellow_after_two_calendar_months_and_red_after_three(
    text: str, colour: str
) -> None:
    assert colour_on(text) == colour


def test_months_are_counted_to_the_end_of_a_shorter_one() -> None:
    assert colour_on("2026-02-27", signed="2025-12-31") == "green"
    assert colour_on("2026-02-28", signed="2025-12-31") == "yellow"


def test_the_reason_tells_days_and_limit() -> None:
    red = light(an_agreement(signed="2026-07-29"), day("2026-10-31"))

    assert red is not None
    assert (red.days, red.judgements[0].limit) == (94, 92)
    assert red.last_progress == day("2026-07-29")
    assert say_reason(red) == "no progress for 94 days, limit 92"
    assert unwrap(say_colour(red))[0] == "red"


def test_a_green_light_says_when_something_moved() -> None:
    green = light(an_agreement(signed="2026-10-30"), day("2026-10-31"))

    assert green is not None
    assert say_reason(green) == "last progress 1 day ago"


def test_a_green_light_of_the_day_says_today() -> None:
    green = light(an_agreement(signed="2026-10-31"), day("2026-10-31"))

    assert green is not None
    assert say_reason(green) == "last progress today"


@pytest.mark.parametrize(
    "progress",
    [
        {"stages": (Reached(stage="registered", on=on("2026-08-20")),)},
        {"funds": (Funds(amount=cny(1), on=day("2026-08-20")),)},
        {"notes": (Note(on=day("2026-08-20"), text="called"),)},
        {"follow_ups": (a_task(states=done("2026-08-20")),)},
    ],
)
def test_whatever_moves_forward_is_progress(progress: dict[str, Any]) -> None:
    one = light(an_agreement(signed="2026-01-01", **progress), day("2026-08-31"))

    assert one is not None
    assert (one.colour, one.last_progress) == ("green", day("2026-08-20"))


def test_postponing_is_no_progress() -> None:
    late = an_agreement(
        signed="2026-01-01",
        follow_ups=(a_task(due="2026-08-01", postponements=moved("2026-12-01", "2026-08-20")),),
    )

    assert [one.ref for one in red_on("2026-08-31", late)] == ["1"]


def test_later_progress_does_not_show_before_its_day() -> None:
    later = an_agreement(
        signed="2026-01-01", notes=(Note(on=day("2026-09-01"), text="called"),)
    )

    assert [one.ref for one in red_on("2026-08-31", later)] == ["1"]


def test_without_a_dated_fact_nothing_is_judged() -> None:
    one = light(an_agreement(signed=""), day("2026-08-31"))

    assert one is not None
    assert (one.colour, one.days, one.judgements[0].limit) == (None, None, None)
    assert say_reason(one) == "no dated fact to judge by"
    assert unwrap(say_colour(one))[0] == "not judged"


@pytest.mark.parametrize(
    "fields",
    [
        {"statuses": ended("2026-08-01")},
        {"statuses": (StatusChange(status="suspended", on=day("2026-08-01")),)},
        {"expires": on("2026-08-01")},
    ],
)
def test_what_is_not_ongoing_has_no_light(fields: dict[str, Any]) -> None:
    assert light(an_agreement(signed="2026-01-01", **fields), day("2026-08-31")) is None


def test_what_is_not_signed_has_no_light() -> None:
    talks = an_agreement(signed="", stages=reached(negotiating="2026-01-01"))

    assert light(talks, day("2026-08-31")) is None


def test_another_rule_has_other_limits() -> None:
    strict = Rule(no_progress_yellow=1, no_progress_red=2)
    one = light(an_agreement(signed="2026-07-01"), date(2026, 8, 31), strict)

    assert one is not None
    assert (one.colour, one.judgements[0].limit) == ("yellow", 31)


def test_the_worst_come_first() -> None:
    days = ("2026-08-30", "", "2026-02-01", "2026-01-01", "2026-06-20")
    book = [an_agreement(n, signed) for n, signed in enumerate(days, start=1)]
    found = find_lights(Ledger.on(day("2026-08-31"), Excerpt.of(book)))

    assert [one.ref for one in (*found.red, *found.yellow)] == ["4", "3", "5"]
    assert (found.green, found.not_judged) == (1, ("2",))
