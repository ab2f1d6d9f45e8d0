from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from dealtrack.days import PartialDay
from dealtrack.model import UNNAMED, Amount, Party, Person, Source
from dealtrack.report.page import Tone, Toned, unwrap
from dealtrack.report.words import (
    counterparts,
    say_amount,
    say_count,
    say_day,
    say_due,
    say_late,
    say_overdue,
    say_party,
    say_people,
    say_person,
    say_source,
    say_stage,
    say_standing,
    say_state,
    short_day,
    titled,
    unknown,
)
from dealtrack.text import listed, speak
from tests.builders import an_agreement


@pytest.fixture
def chinese() -> Iterator[None]:
    speak("zh")
    yield
    speak("en")


def test_unknown_is_said_in_a_low_voice() -> None:
    assert unknown() == Toned("unknown", Tone.QUIET)
    assert say_amount(None) == say_day(None) == say_stage("") == unknown()


def test_a_person_is_said_with_what_is_known_of_post_and_organisation() -> None:
    assert say_person(Person(name="Chen Long")) == "Chen Long"
    assert say_person(Person(name="Chen Long", organisation="Jinhua")) == "Chen Long, Jinhua"


def test_a_party_is_said_with_role_side_and_signatory() -> None:
    person = Person(name="Wu Muster", post="director")
    party = Party(name="Example Cloud", role="乙方", side="theirs", signatory=person)

    assert say_party(party) == "Example Cloud (乙方, theirs, signed by Wu Muster, director)"
    assert say_party(Party(name="Example Cloud")) == "Example Cloud"


def test_a_party_that_is_not_named_is_said_to_be_so() -> None:
    assert say_party(Party(name=UNNAMED, side="theirs")) == "not named (theirs)"


def test_money_is_said_in_the_language_spoken() -> None:
    assert say_amount(Amount(value=Decimal(350_000_000))) == "CNY 350 million"


@pytest.mark.usefixtures("chinese")
def test_lists_and_people_are_joined_as_chinese_joins_them() -> None:
    lin = Person(name="林", post="副市长")

    assert listed(["甲", "乙"]) == "甲、乙"
    assert say_people([lin, lin]) == "林，副市长；林，副市长"
    assert say_amount(Amount(value=Decimal(350_000_000))) == "3.5亿元"


def test_an_exact_day_is_a_date_and_a_partial_one_its_text() -> None:
    assert say_day(PartialDay.read("2021-07-29")) == date(2021, 7, 29)
    assert say_day(PartialDay.read("2021-07")) == "2021-07"


def test_an_interval_in_a_column_is_left_to_the_renderer_to_shorten() -> None:
    interval = PartialDay.read("2021-07-29/2021-07-30")

    assert short_day(interval) == interval
    assert short_day(PartialDay.read("2021-07-29")) == date(2021, 7, 29)


def test_a_due_day_counted_from_an_unknown_day_stays_what_was_typed() -> None:
    assert unwrap(say_due(None, "signed+1m")) == ("signed+1m", Tone.QUIET)
    assert say_due(date(2021, 8, 1), "signed+1m") == date(2021, 8, 1)
    assert say_due(None) is None


def test_only_what_is_late_is_said_to_be_late() -> None:
    assert say_late(0) is None
    assert say_late(1) == Toned("1 day late", Tone.BAD)
    assert say_overdue(0) == 0
    assert say_overdue(2) == Toned(2, Tone.BAD)


def test_a_state_is_named_whether_of_a_follow_up_or_of_a_promise() -> None:
    assert say_state("in-progress").value == "in progress"
    assert say_state("overdue") == Toned("overdue", Tone.BAD)


def test_the_status_is_said_only_where_it_adds_to_the_stage() -> None:
    assert say_standing("signed", "ongoing") == "signed"
    assert unwrap(say_standing("signed", "suspended"))[0] == "signed · suspended"
    assert unwrap(say_standing("fulfilled", "fulfilled"))[0] == "fulfilled"


def test_a_count_that_is_not_stated_is_not_made_up() -> None:
    assert say_count(2) == 2
    assert unwrap(say_count("unknown"))[0] == "how many is not stated"


def test_a_source_is_said_by_what_it_has() -> None:
    source = Source(title="Article", url="https://example.org")

    assert say_source(source) == "Article · https://example.org"


def test_a_title_that_holds_the_name_does_not_repeat_it() -> None:
    assert titled("Agreement with Tencent Cloud", ["tencent cloud"]) == (
        "Agreement with Tencent Cloud"
    )
    assert titled("战略合作协议", ["Tencent Cloud"]) == "战略合作协议 · Tencent Cloud"


def test_a_counterpart_that_is_not_named_is_not_passed_over() -> None:
    ours, unnamed = Party(name="Dongyang", side="ours"), Party(name=UNNAMED, side="theirs")

    assert counterparts(an_agreement(parties=(ours, unnamed))) == (UNNAMED,)
    assert titled("Framework", (UNNAMED,)) == "Framework · not named"


def test_parties_of_one_side_alone_are_told_as_they_are() -> None:
    ours = (Party(name="Dongyang", side="ours"), Party(name="Yiwu", side="ours"))

    assert counterparts(an_agreement(parties=ours)) == ("Dongyang", "Yiwu")
