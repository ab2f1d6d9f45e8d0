"""Which backups stay: laws of a pure function, and a year of days as it goes by."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dealtrack.store.safety.retention import DAYS, MONTHS, UNTOUCHED, WEEKS, kept

NOW = datetime(2026, 11, 22, 9, 0)

moments = st.lists(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    max_size=60,
)
nows = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31))


@given(moments, nows)
def test_what_stays_was_there_and_the_newest_is_among_it(
    moments: list[datetime], now: datetime
) -> None:
    stay = kept(moments, now)

    assert stay <= set(moments)
    assert not moments or max(moments) in stay


@given(moments, nows)
def test_what_is_fresh_stays(moments: list[datetime], now: datetime) -> None:
    fresh = {moment for moment in moments if abs(now - moment) <= UNTOUCHED}

    assert fresh <= kept(moments, now)


@given(moments, nows)
def test_a_second_look_takes_nothing_more(moments: list[datetime], now: datetime) -> None:
    stay = kept(moments, now)

    assert kept(stay, now) == stay


@given(moments, nows)
def test_so_many_stay_and_no_more(moments: list[datetime], now: datetime) -> None:
    old = {moment for moment in kept(moments, now) if abs(now - moment) > UNTOUCHED}

    assert len(old) <= DAYS + WEEKS + MONTHS


@given(moments, nows)
def test_the_newest_days_weeks_and_months_keep_one(
    moments: list[datetime], now: datetime
) -> None:
    stay = kept(moments, now)

    for name, count in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        periods = sorted({f"{moment:{name}}" for moment in moments})[-count:]
        assert set(periods) <= {f"{moment:{name}}" for moment in stay}


@given(moments, st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31)))
def test_no_clock_however_wrong_empties_the_folder(
    moments: list[datetime], now: datetime
) -> None:
    days = {moment.date() for moment in moments}

    assert len({moment.date() for moment in kept(moments, now)}) >= min(len(days), DAYS)


def test_a_year_of_days_leaves_what_the_rule_says() -> None:
    there: set[datetime] = set()
    for number in range(400):
        now = NOW + timedelta(days=number)
        there = kept(there | {now}, now)
    last = NOW + timedelta(days=399)

    days = sorted((last - moment).days for moment in there)

    assert days[:DAYS] == list(range(DAYS))
    assert len({f"{moment:%Y-%m}" for moment in there}) == MONTHS
    assert len(there) <= DAYS + WEEKS + MONTHS


def test_a_day_in_the_past_neither_goes_at_once_nor_drives_others_out() -> None:
    there = {NOW - timedelta(days=number) for number in range(7)}
    wrong = datetime(2000, 1, 1)

    stay = kept(there | {wrong}, wrong)

    assert stay == there | {wrong}
