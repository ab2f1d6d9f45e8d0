"""Days that are known in part."""

import copy
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.days import Lean, Month, PartialDay, parse_partial
from dealtrack.errors import NotADay

TODAY = date(2021, 8, 31)
_days = st.dates(date(1800, 1, 1), date(2190, 12, 31))


@st.composite
def partial_days(draw: st.DrawFn) -> PartialDay:
    day = draw(_days)
    point = draw(st.sampled_from([day.isoformat(), str(Month.of(day)), f"{day.year:04}"]))
    if draw(st.booleans()):
        return PartialDay.read(point)
    later = PartialDay.read(point).latest + timedelta(days=draw(st.integers(1, 900)))
    return PartialDay.read(f"{point}/{later.isoformat()}")


@given(partial_days())
def test_reading_what_is_written_gives_the_same(partial: PartialDay) -> None:
    assert PartialDay.read(str(partial)) == partial
    assert hash(PartialDay.read(str(partial))) == hash(partial)
    assert parse_partial(str(partial), TODAY) == partial
    assert partial.earliest <= partial.latest
    assert partial.is_exact == (partial.earliest == partial.latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2021-07-29", date(2021, 7, 29), date(2021, 7, 29)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-07-29/2021-07-30", date(2021, 7, 29), date(2021, 7, 30)),
        ("2021-07/2021-08", date(2021, 7, 1), date(2021, 8, 31)),
    ],
)
def test_a_partial_day_has_a_first_and_a_last_day(
    text: str, earliest: date, latest: date
) -> None:
    partial = PartialDay.read(text)

    assert (partial.text, partial.earliest, partial.latest) == (text, earliest, latest)


NOT_CANONICAL = """
    2021-7-29 20210729 2021-W30-4 2021-02-30 2021-13 21 2021-07-29/ /2021-07-29 2021/7/29
    2021-07-30/2021-07-29 2021-07-29/2021-07-29 2021-07-29/.. 2021? ２０２１ 2021-07/2021-07-15
    0000 unknown 2021-07-29/2021-07-30/2021-07-31
"""


@pytest.mark.parametrize("text", ["", *NOT_CANONICAL.split()])
def test_anything_but_the_canonical_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDay.read(text)


def test_a_partial_day_cannot_be_changed_but_copied() -> None:
    partial = PartialDay.of(date(2021, 7, 29))

    with pytest.raises(AttributeError):
        partial.text = "2021"  # type: ignore[misc]
    assert copy.deepcopy(partial) == pickle.loads(pickle.dumps(partial)) == partial
    assert eval(repr(partial)) == partial
    assert partial != "2021-07-29"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2021-07-29..2021-07-30", "2021-07-29/2021-07-30"),
        ("2021-07-29/2021-07-30", "2021-07-29/2021-07-30"),
        ("2021-07-29..2021-07-29", "2021-07-29"),
        ("2021年7月29日至30日", "2021-07-29/2021-07-30"),
        ("7月29日至8月2日", "2021-07-29/2021-08-02"),
        ("2020年12月30日至1月2日", "2020-12-30/2021-01-02"),
        ("29 july to 30 july", "2021-07-29/2021-07-30"),
        ("二〇二一年七月", "2021-07"),
        ("2021年", "2021"),
        ("去年", "2020"),
        ("7月", "2021-07"),
        ("9月", "2020-09"),
        ("July 2021", "2021-07"),
        ("2021-07..2021-08", "2021-07/2021-08"),
        ("2021年7月至8月", "2021-07/2021-08"),
        ("昨天", "2021-08-30"),
        ("9月1日", "2020-09-01"),
        ("2021/7/29", "2021-07-29"),
    ],
)
def test_people_say_partial_days_in_many_ways(text: str, edtf: str) -> None:
    assert str(parse_partial(text, TODAY)) == edtf


def test_a_partial_day_may_lean_ahead() -> None:
    assert str(parse_partial("9月1日", TODAY, Lean.FUTURE)) == "2021-09-01"
    assert str(parse_partial("7月", TODAY, Lean.FUTURE)) == "2022-07"


@pytest.mark.parametrize(
    "text", ["", "2021-07-30..2021-07-29", "..", "2021..", "07/08/2021", "?"]
)
def test_what_is_not_even_a_part_of_a_day_is_refused(text: str) -> None:
    with pytest.raises(NotADay):
        parse_partial(text, TODAY)


@given(st.text())
def test_reading_a_part_of_a_day_raises_nothing_else(text: str) -> None:
    try:
        partial = parse_partial(text, TODAY)
    except NotADay:
        return
    assert PartialDay.read(str(partial)) == partial
