"""Random recurrences: everything that can be said of what comes again."""

from datetime import date

from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.days.recurrence import HALVES, QUARTERS, WEEKDAYS, Place, Recurrence

_places = st.one_of(
    st.builds(Place, nth=st.sampled_from([*range(1, 32), -1])),
    st.builds(Place, nth=st.sampled_from([1, 2, 3, 4, -1]), weekday=st.sampled_from(WEEKDAYS)),
    st.builds(Place, nth=st.sampled_from([1, -1]), works=st.just(True)),
)
_weekdays = st.builds(Place, weekday=st.sampled_from(WEEKDAYS))
monthly = st.builds(
    Recurrence, unit=st.just("month"), every=st.integers(1, 12), on=st.none() | _places
)
_in_months = st.builds(
    Recurrence,
    unit=st.just("month"),
    months=st.sampled_from([QUARTERS, HALVES, (12,)]),
    on=_places.filter(lambda place: place.nth < 0),
)
_yearly = st.builds(
    Recurrence,
    unit=st.just("month"),
    months=st.tuples(st.integers(1, 12)),
    on=st.builds(Place, nth=st.sampled_from([*range(1, 30), -1])),
)
_weekly = st.builds(
    Recurrence, unit=st.just("week"), every=st.integers(1, 9), on=st.none() | _weekdays
)
_daily = st.builds(Recurrence, unit=st.just("day"), every=st.integers(1, 99))
endless = st.one_of(monthly, _in_months, _yearly, _weekly, _daily)
recurrences = st.builds(
    lambda one, until: replace(one, until=until),
    endless,
    st.none() | st.dates(date(2030, 1, 1), date(2099, 12, 31)),
)
