"""Reading a trip file that is right."""

from datetime import date
from decimal import Decimal

import pytest

from dealtrack.days import PartialDay
from dealtrack.exchange.trip import read, template
from dealtrack.model import (
    Amount,
    Assignment,
    Intention,
    Link,
    Party,
    Person,
    Promise,
    Source,
    StateChange,
)
from dealtrack.text import speak
from tests.exchange.records import EXAMPLE, TODAY, read_example

ZHANG = Person(name="Zhang Example", post="mayor", organisation="Riverside City")


def test_the_example_is_read_without_a_problem() -> None:
    assert read_example().problems == ()


def test_the_trip_has_its_people_visits_and_source() -> None:
    trip = read_example().trip

    assert trip is not None
    assert (trip.lead, len(trip.members)) == (ZHANG, 1)
    assert trip.visits[0].intentions == (
        Intention(by="Example Cloud", text="Open a regional office within a year"),
    )
    assert trip.sources == (
        Source(
            title="News",
            url="https://example.org/news",
            published=PartialDay.read("2025-05-20"),
        ),
    )


def test_the_agreement_has_its_facts() -> None:
    (paper,) = read_example().agreements

    assert paper.signed == PartialDay.read("2025-05-12/2025-05-13")
    assert paper.amount == Amount(value=Decimal(350_000_000))
    assert paper.assignments == (Assignment(unit="Riverside Development Zone"),)
    assert [p.side for p in paper.parties] == ["ours", "theirs"]


def test_a_name_that_was_given_before_is_enough() -> None:
    assert read_example().agreements[0].witnesses == (ZHANG,)


def test_a_table_says_all_there_is_of_a_person() -> None:
    found = read_example('["Zhang Example"]', '[{ name = "Zhang Example" }]')

    assert found.agreements[0].witnesses == (Person(name="Zhang Example"),)


def test_a_due_day_counts_from_the_latest_day_of_signing() -> None:
    task = read_example().agreements[0].follow_ups[0]

    assert (task.due, task.due_text) == (date(2025, 6, 13), "signed+1m")


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("trip.end+15d", date(2025, 5, 28)),
        ("signed+5wd", date(2025, 5, 20)),
        ("签约后3个月", date(2025, 8, 13)),
        ("2025年6月1日", date(2025, 6, 1)),
    ],
)
def test_a_due_day_may_be_typed_in_many_ways(typed: str, due: date) -> None:
    assert read_example('"signed+1m"', f'"{typed}"').agreements[0].follow_ups[0].due == due


def test_a_due_day_counted_from_an_unknown_day_stays_the_text_it_is() -> None:
    found = read_example('signed    = "2025-05-12/2025-05-13"\n')
    task = found.agreements[0].follow_ups[0]

    assert found.problems == ()
    assert (task.due, task.due_text) == (None, "signed+1m")


def test_each_agreement_counts_from_its_own_signing() -> None:
    text = (
        EXAMPLE
        + '[[agreement]]\ntitle = "B"\nfollow_up = [{ task = "x", due = "signed+1m" }]\n'
    )

    assert read(text, TODAY).agreements[1].follow_ups[0].due is None


def test_a_commitment_is_a_follow_up_with_a_promise() -> None:
    promise = read_example().agreements[0].follow_ups[1]

    assert promise.task == "Policy support and government services"
    assert promise.promise == Promise(side="ours", condition="company registered")


def test_nothing_is_read_out_of_a_silent_file() -> None:
    (paper,) = read('[[agreement]]\ntitle = "A"', TODAY).agreements

    assert (paper.kind, paper.signed, paper.parties, paper.amount, paper.follow_ups) == (
        "",
        None,
        (),
        None,
        (),
    )


def test_a_party_may_be_unnamed_and_papers_uncounted() -> None:
    (paper,) = read(
        '[[agreement]]\ntitle = "A"\nparties = ["?", "? (theirs)"]\ncount = "unknown"', TODAY
    ).agreements

    assert paper.parties == (Party(name="?"), Party(name="?", side="theirs"))
    assert paper.count == "unknown"


def test_the_long_forms_are_read() -> None:
    text = """
        [[agreement]]
        title = "A"
        amount = { value = "350000000", currency = "USD" }
        parties = [
          { name = "Zone", role = "甲方", side = "ours", signatory = "Li, head" },
        ]
        witnesses = ["Li"]
        follow_up = [{ task = "x", done = 2025-06-01 }]
    """

    (paper,) = read(text, TODAY).agreements

    assert paper.amount == Amount(value=Decimal(350_000_000), currency="USD")
    assert paper.parties[0].role == "甲方"
    assert paper.witnesses == (Person(name="Li", post="head"),)
    assert paper.follow_ups[0].states == (StateChange(state="done", on=date(2025, 6, 1)),)


@pytest.mark.parametrize(
    ("typed", "value", "currency"),
    [
        ("20000000", 20_000_000, "CNY"),
        ("0.5", Decimal("0.5"), "CNY"),
        ('"20 million USD"', 20_000_000, "USD"),
        ("{ value = 5, currency = 'EUR' }", 5, "EUR"),
    ],
)
def test_amounts_have_many_forms(typed: str, value: Decimal, currency: str) -> None:
    (paper,) = read(f'[[agreement]]\ntitle = "A"\namount = {typed}', TODAY).agreements

    assert paper.amount == Amount(value=Decimal(value), currency=currency)


def test_a_chinese_file_is_read_like_an_english_one() -> None:
    text = """
        ["活动"]
        "标题" = "赴深圳考察"
        "开始" = "2025年5月12日"
        "带队" = "陈龙，书记，金华市委"
        [["协议"]]
        "标题" = "战略合作协议"
        "类型" = "战略合作协议"
        "签约" = "2025年5月"
        "签约方" = ["开发区（我方）", "腾讯云（对方）"]
        "见证人" = ["陈龙"]
        "行业" = ["数字经济"]
        [["协议"."跟进"]]
        "事项" = "报送原件"
        "期限" = "签约后5个工作日"
    """

    found = read(text, TODAY)
    (paper,) = found.agreements

    assert found.problems == ()
    assert paper.kind == "strategic"
    assert paper.sectors == ("digital-economy",)
    assert paper.witnesses == (Person(name="陈龙", post="书记", organisation="金华市委"),)
    assert [p.side for p in paper.parties] == ["ours", "theirs"]
    assert paper.follow_ups[0].due == date(2025, 6, 9)  # 2 June is a day off


def test_lineage_is_a_ref_or_the_key_of_another_agreement() -> None:
    text = """
        [[agreement]]
        title = "A"
        key = "frame"
        [[agreement]]
        title = "B"
        implements = "frame"
        renews = ["17", 18]
    """

    found = read(text, TODAY)

    assert found.problems == ()
    assert found.agreements[1].links == (
        Link(relation="renews", to=17),
        Link(relation="renews", to=18),
    )
    assert [(link.relation, link.to) for link in found.links] == [("implements", "frame")]


def test_an_agreement_outside_a_trip_file_may_name_its_trip() -> None:
    (paper,) = read('[[agreement]]\ntitle = "A"\ntrip = "T3"', TODAY).agreements

    assert paper.trip == 3


def test_the_lines_of_a_text_become_one() -> None:
    (paper,) = read('[[agreement]]\ntitle = """\nA long\n  title"""', TODAY).agreements

    assert paper.title == "A long title"


@pytest.mark.parametrize("change", ["\ufeff", "\r\n"])
def test_byte_order_marks_and_windows_lines_do_no_harm(change: str) -> None:
    text = change + EXAMPLE if change == "\ufeff" else EXAMPLE.replace("\n", change)

    assert read(text, TODAY) == read_example()


def test_a_file_says_the_same_on_any_day() -> None:
    assert read(EXAMPLE, date(1999, 12, 31)) == read(EXAMPLE, date(2100, 2, 28))


def test_the_template_wants_only_its_titles() -> None:
    assert [p.path for p in read(template(), TODAY).problems] == [
        "trip.title",
        "agreement[1].title",
    ]


def test_every_line_of_the_template_can_be_used() -> None:
    blank, full = '= ""', '= "X"'
    lines = [
        line.removeprefix("# ").replace(blank, full) for line in template().splitlines()[3:]
    ]

    found = read("\n".join(lines), TODAY)

    assert found.problems == ()
    assert found.agreements[0].follow_ups[1].promise is not None


def test_the_template_speaks_chinese_without_breaking() -> None:
    speak("zh")
    try:
        found = read(template(), TODAY)
    finally:
        speak("en")

    assert len(found.problems) == 2
