"""The language of days: what is accepted, what is refused, and what is never raised."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dealtrack.days import Lean, PartialDay, add_working, is_working, parse_day
from dealtrack.errors import NotADay, UnanchoredDay

SUNDAY = date(2026, 11, 22)
"""The day of most examples; the Monday after it is 23 November."""

ANCHORS: Mapping[str, PartialDay | None] = {
    "signed": PartialDay.read("2026-01-30/2026-01-31"),
    "trip.end": PartialDay.read("2026-07-30"),
    "trip.start": None,
    "due": PartialDay.read("2026-12-01"),
}


def days(lines: str) -> list[tuple[str, str]]:
    """Turn lines of ``2026-03-01: 2026/3/1 · 2026.3.1`` into cases."""
    rows = [line.strip().split(": ", 1) for line in lines.strip().splitlines()]
    return [(text.strip(), day) for day, texts in rows for text in texts.split(" · ")]


ACCEPTED = days(
    """
    2026-03-01: 2026-03-01 · 2026/3/1 · 2026.3.1 · 20260301 · 2026年3月1日 · 2026-3-1
    2026-03-01: 二〇二六年三月一日 · 二零二六年三月一号 · 二○二六年三月一日
    2026-03-01: ２０２６年３月１日 · 2026年 3月 1號
    2026-03-01: ２０２６－０３－０１ · 2026／3／1 · 2026年3⽉1⽇
    2027-03-01: 3月1日 · 三月一日 · 1 March · march 1 · Mar. 1st · 1st of March · 1mar
    2026-11-22: today · 今天 · TODAY · 22号 · 二十二号 · 22日 · 11月22日 · 22 Nov · +0d · 本日
    2026-11-23: tomorrow · 明天 · 明日 · +1d · in 1 day · monday · Mon · 周一 · 禮拜一
    2026-11-23: 星期一
    2026-11-24: 后天 · 後天 · day after tomorrow · the day after tomorrow · +2d · ２天后
    2026-11-25: 大后天 · in 3 days · 三天后 · 3 天后 · 3天內 · three days from now · 3日内
    2026-11-21: yesterday · 昨天 · -1d · 1 day ago · a day ago
    2026-11-20: 前天 · 2天前 · two days ago · 两天之前
    2026-12-20: 20号 · 二十号 · 20日 · 二十日 · 20號
    2026-12-06: +2w · in 2 weeks · 两周后 · 兩週後 · 2个星期后 · 2 weeks later · 十四天后
    2026-12-06: + 2 w · +2周 · ＋2周 · +14天
    2026-11-29: 2026-12-01 - 2天
    2026-12-22: +1m · in a month · 1个月后 · 一個月後 · within one month · 下个月22号
    2026-12-22: 下月二十二日
    2026-12-07: 半个月后 · 15天后 · +15d
    2027-05-22: 半年后 · +6m · 六个月内
    2027-11-22: +1y · in 1 year · 一年后 · 明年11月22日
    2026-11-27: +5wd · 5个工作日 · 五个工作日内 · 5个工作日后 · in 5 working days · friday
    2026-11-27: 周五 · 星期五 · 礼拜五
    2026-12-11: 15个工作日 · 15个工作日内 · 15個工作日後 · +15wd · 15工作日
    2026-11-16: -5wd · 5个工作日前 · 本周一 · 这周一 · 5 business days ago
    2026-11-30: eom · 月底 · 本月底 · 月末 · 11月底 · end of month · end of the month
    2026-11-30: next monday +7d · 11月末
    2026-12-31: eoq · eoy · 季末 · 年底 · 下月底 · 今年年底 · 2026年底 · 本季度末
    2026-12-31: end of next month · 12月底
    2027-12-31: 明年年底 · 明年底 · end of next year · 2027年12月底
    2027-03-31: 下季度末 · end of next quarter · 3月底
    2026-11-23: next monday · 下周一 · next week · 下周 · 下個禮拜一 · 下星期一 · 下个星期
    2026-11-23: on monday
    2026-11-29: 下周日 · 下周天 · next sunday · sunday · 周日 · 星期天 · 禮拜日
    2026-11-28: 下周六 · saturday · next Saturday
    2026-12-04: 下下周五
    2026-11-13: 上周五
    2026-11-06: 上上周五
    2026-05-03: 3 May 2026 · May 3, 2026 · 3rd May 2026 · may 3 2026 · 3-May-2026 · 3 MAY 2026
    2026-12-07: first monday of next month · the first Monday of December · 下个月第一个周一
    2026-12-07: 12月第一个星期一 · 下月的第1个礼拜一
    2026-12-25: last friday of december · 下个月最后一个周五 · christmas · 圣诞节 · Dec 25th
    2026-12-31: last working day of december · 12月最后一个工作日 · 年底前 · 12月31日前
    2026-12-01: first business day of next month · 下月第一个工作日 · by 1 December
    2026-12-20: the 20th · 20th · the 20th of next month · 20 of next month
    2026-12-20: the twentieth of december · Sunday, 20 December · 12月20日（周日）
    2026-11-25: wednesday of next week · next week wednesday · on Wednesday next week
    2026-11-25: 下周周三
    2026-11-29: end of next week · eonw · by sunday
    2026-11-22: end of the week · eow
    2026-11-30: by the end of the month · 月底前 · 11月30日之前
    2027-01-24: in 2 months and 2 days · +2m 2d · 2个月2天后 · 2 months, 2 days later
    2027-02-06: 两个半月内 · 两个半月后
    2028-05-22: 一年半后 · 18个月内
    2026-12-06: next 2 weeks · in a fortnight · two weeks from today · after 2 weeks
    2027-01-01: 元旦 · 明年元旦 · new year's day · first of january · 1月1
    2026-08-28: 2026-W35-5
    2026-12-24: today+32d · 2026-12-31 - 7d · 2 weeks before 7 January · 3 days after 21 Dec
    """
)

REFUSED = [
    ("", "empty"),
    (" \t", "empty"),
    ("　", "empty"),
    ("03/04/2021", "two ways"),
    ("3.4.2021", "two ways"),
    ("3/4", "two ways"),
    ("09-01", "two ways"),
    ("3日前", "two ways"),
    ("1月5日-7日", "unknown"),
    ("this monday", "two ways"),
    ("this sunday", "two ways"),
    ("last friday", "two ways"),
    ("monday, 20 December", "weekday"),
    ("12月20日周一", "weekday"),
    ("fifth friday of december", "calendar"),
    ("first friday of nothing", "unknown"),
    ("下个月第6个周一", "calendar"),
    ("12月前", "unknown"),
    ("国庆前", "unknown"),
    ("十一", "unknown"),
    ("两天半后", "calendar"),
    ("by", "unknown"),
    ("2026-W35", "unknown"),
    ("31/08/2021", "order"),
    ("08/31/2021", "order"),
    ("8/31", "order"),
    ("05/05/2021", "order"),
    ("12-11-10", "year"),
    ("26年3月1日", "year"),
    ("31feb", "calendar"),
    ("2026-02-30", "calendar"),
    ("20261332", "calendar"),
    ("2月30日", "calendar"),
    ("32号", "calendar"),
    ("31/02/2021", "calendar"),
    ("+9999y", "calendar"),
    ("-9999m", "range"),
    ("1799-12-31", "range"),
    ("2201-01-01", "range"),
    ("2026-11", "wide"),
    ("2026年11月", "wide"),
    ("2026", "wide"),
    ("2026Q1", "wide"),
    ("next month", "wide"),
    ("this week", "wide"),
    ("3", "unknown"),
    ("99", "unknown"),
    ("9999999999", "unknown"),
    ("2d", "unknown"),
    ("5 days", "unknown"),
    ("三五天后", "unknown"),
    ("+99999d", "unknown"),
    ("am ago", "unknown"),
    ("3个月", "unknown"),
    ("签约3个月", "unknown"),
    ("2026-11+1d", "unknown"),
    ("99+1d", "unknown"),
    ("2026-03-01T10:00", "unknown"),
    ("٢٠٢٦-٠٣-٠١", "unknown"),
    ("2026-03-01" * 1000, "unknown"),
    ("+1d" * 10_000, "unknown"),
    ("\u202e2026-03-01", "unknown"),
]


@pytest.mark.parametrize(("text", "day"), ACCEPTED)
def test_a_day_is_read_as_people_say_it(text: str, day: str) -> None:
    assert parse_day(text, SUNDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_is_no_single_day_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(NotADay) as caught:
        parse_day(text, SUNDAY)

    assert caught.value.why == why
    assert caught.value.exit_code == 2
    assert "Write " in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 3


@pytest.mark.parametrize(
    ("text", "day"),
    days(
        """
        2026-03-01: 3月1日 · 1 March
        2026-11-22: 11月22日 · 22号 · today
        2025-11-23: 11月23日
        2026-10-31: 31号
        2026-11-15: sunday · 周日
        2026-11-21: saturday · 周六
        2026-02-28: 2月底
        2024-02-29: 2月29日
        2026-12-06: in 2 weeks
        """
    ),
)
def test_what_leaves_something_out_lies_behind_for_what_has_happened(
    text: str, day: str
) -> None:
    assert parse_day(text, SUNDAY, lean=Lean.PAST) == date.fromisoformat(day)


def test_a_number_of_a_month_skips_the_months_that_are_too_short() -> None:
    assert parse_day("29日", date(2018, 2, 22)) == date(2018, 3, 29)
    assert parse_day("31号", date(2026, 11, 1)) == date(2026, 12, 31)


def test_the_last_of_february_waits_for_a_leap_year() -> None:
    assert parse_day("2月29日", date(2021, 3, 1)) == date(2024, 2, 29)
    assert parse_day("29 feb", date(1896, 3, 1)) == date(1904, 2, 29)


def test_months_are_counted_from_the_anchor() -> None:
    january = date(2026, 1, 31)

    assert parse_day("+1m", january) == date(2026, 2, 28)
    assert parse_day("+2m", january) == date(2026, 3, 31)


def test_a_weekday_named_on_itself_is_a_week_away() -> None:
    monday = date(2026, 11, 23)

    assert parse_day("周一", monday) == date(2026, 11, 30)
    assert parse_day("monday", monday, lean=Lean.PAST) == date(2026, 11, 16)
    assert parse_day("本周一", monday) == monday


def test_this_and_last_are_read_where_nobody_would_disagree() -> None:
    monday = date(2026, 11, 23)

    assert parse_day("this friday", monday) == date(2026, 11, 27)
    assert parse_day("last friday", monday) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    days(
        """
        2026-01-31: signed · 签约
        2026-02-28: signed+1m · SIGNED + 1 month · 签约后1个月 · 簽約後一個月內
        2026-02-28: 1 month after signing
        2026-04-30: signed+3m · 签约后3个月 · 签约之日起3个月内 · 签约3个月后 · 签订之后三个月
        2026-08-14: trip.end+15d · 活动结束后15天内 · 15 days after trip end
        2026-08-14: 活动结束后半个月
        2026-11-28: due-3d · 到期前3天 · 到期前三天 · 3 days before due · 到期3天前
        2026-11-24: due-5wd · 到期前5个工作日
        """
    ),
)
def test_a_day_counts_from_the_latest_day_of_its_anchor(text: str, day: str) -> None:
    assert parse_day(text, SUNDAY, anchors=ANCHORS) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["trip.start+1d", "活动开始后3天", "trip.start"])
def test_an_anchor_that_is_not_known_is_named(text: str) -> None:
    with pytest.raises(UnanchoredDay) as caught:
        parse_day(text, SUNDAY, anchors=ANCHORS)

    assert (caught.value.text, caught.value.anchor) == (text, "trip.start")
    assert str(caught.value).startswith(f'"{text}" is counted from')


def test_an_anchor_that_is_not_offered_is_not_known() -> None:
    with pytest.raises(UnanchoredDay):
        parse_day("signed+1m", SUNDAY)


def test_both_readings_are_named_after_the_option() -> None:
    with pytest.raises(NotADay) as caught:
        parse_day("03/04/2021", SUNDAY)

    assert str(caught.value.under("--due")) == (
        "--due 03/04/2021 can be read two ways: 3 April 2021 or 4 March 2021.\n"
        "Write 2021-04-03 or 2021年4月3日."
    )
    assert str(caught.value).startswith('"03/04/2021" can be read two ways')


def test_a_reading_without_a_year_is_named_with_the_year_that_it_would_have() -> None:
    with pytest.raises(NotADay) as caught:
        parse_day("8/31", SUNDAY)

    assert str(caught.value) == (
        '"8/31" does not begin with the year.\nWrite 2027-08-31 or 2027年8月31日.'
    )


def test_a_refusal_shows_what_cannot_be_seen_and_cuts_what_is_long() -> None:
    with pytest.raises(NotADay) as caught:
        parse_day("\x1b[31m" + "x" * 500, SUNDAY)

    assert "\\x1b[31m" in str(caught.value)
    assert max(map(len, str(caught.value).splitlines())) < 100


PIECES = """
    2026 -03-01 3月 1日 / . + - 9999 3 wd d 月底 周五 next 三十 后 前 signed due
    半个月 q1 0 至 年
"""


def outcome(text: str, lean: Lean) -> date | str:
    """Return the day that is read, or the sentence of the refusal."""
    try:
        return parse_day(text, SUNDAY, lean=lean)
    except (NotADay, UnanchoredDay) as fault:
        return str(fault)


@given(st.text() | st.lists(st.sampled_from(PIECES.split()), max_size=8).map("".join))
@example("9999q4")
@example("0000-01-01")
@example("０")
@example("\ud800")
@example("9" * 5000)
def test_nothing_but_a_refusal_is_ever_raised(text: str) -> None:
    for lean in Lean:
        answer = outcome(text, lean)

        assert answer
        assert isinstance(answer, str) or 1800 <= answer.year <= 2200


@given(
    st.dates(date(1900, 1, 1), date(2150, 12, 31)), st.dates(date(1900, 1, 1), date(2150, 1, 1))
)
def test_a_full_day_never_depends_on_today(day: date, today: date) -> None:
    chinese = f"{day.year}年{day.month}月{day.day}日"

    for text in (day.isoformat(), f"{day:%Y%m%d}", chinese, f"{day.day} {day:%B %Y}"):
        for lean in Lean:
            assert parse_day(text, today, lean=lean) == day


@given(
    st.dates(date(1900, 1, 1), date(2150, 1, 1)), st.dates(date(1900, 1, 1), date(2150, 1, 1))
)
def test_a_day_without_a_year_is_the_nearest_on_its_side(day: date, today: date) -> None:
    text = f"{day.month}月{day.day}日"

    ahead, behind = (parse_day(text, today, lean=lean) for lean in Lean)

    assert behind <= today <= ahead
    assert (ahead.month, ahead.day) == (behind.month, behind.day) == (day.month, day.day)


@given(st.dates(date(1900, 1, 1), date(2150, 1, 1)), st.integers(1, 7))
def test_a_weekday_is_one_to_seven_days_away(today: date, number: int) -> None:
    text = "周" + " 一二三四五六日"[number]

    ahead, behind = (parse_day(text, today, lean=lean) for lean in Lean)

    assert timedelta(days=1) <= ahead - today <= timedelta(days=7)
    assert timedelta(days=1) <= today - behind <= timedelta(days=7)
    assert ahead.isoweekday() == behind.isoweekday() == number


@given(st.dates(date(1900, 1, 1), date(2150, 1, 1)), st.integers(0, 300))
def test_working_days_end_on_a_working_day(today: date, n: int) -> None:
    assert is_working(parse_day(f"+{n}wd", today))
    assert parse_day(f"{n}个工作日后", today) == add_working(today, n)
