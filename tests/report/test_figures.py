from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.model import Amount
from dealtrack.model.codec import encode
from dealtrack.render import cells
from dealtrack.report.figures import (
    HALF_UP,
    Change,
    Rounding,
    Share,
    added,
    say_change,
    say_percent,
    say_share,
)
from tests.report.records import cny, usd


@pytest.mark.parametrize(
    ("n", "d", "half_up", "truncated"),
    [
        (291, 292, "99.66", "99.65"),
        (61, 63, "96.83", "96.82"),
        (118, 218, "54.13", "54.12"),
        (1, 8, "12.50", "12.50"),
        (2, 3, "66.67", "66.66"),
        (-1, 3, "-33.33", "-33.33"),
        (-2, 3, "-66.67", "-66.66"),
    ],
)
def test_percentages_follow_the_rounding_rule(
    n: int, d: int, half_up: str, truncated: str
) -> None:
    assert Rounding("half-up", 2).percent(n, d) == Decimal(half_up)
    assert Rounding("truncate", 2).percent(n, d) == Decimal(truncated)


def test_a_half_goes_up_and_below_zero_down() -> None:
    assert str(HALF_UP.percent(1, 16)) == "6.3"
    assert str(HALF_UP.percent(-1, 16)) == "-6.3"


numbers = st.integers(-(10**9), 10**9) | st.decimals(-(10**9), 10**9, places=4)


@given(numbers, numbers.filter(bool), st.integers(0, 4))
def test_a_percentage_is_exact_before_it_is_rounded(
    n: int | Decimal, d: int | Decimal, decimals: int
) -> None:
    exact, unit = 100 * Fraction(n) / Fraction(d), Fraction(1, 10**decimals)
    rounded = Fraction(Rounding("half-up", decimals).percent(n, d) or 0)
    cut = Fraction(Rounding("truncate", decimals).percent(n, d) or 0)

    assert abs(rounded - exact) <= unit / 2
    assert abs(rounded) >= abs(exact) or abs(rounded - exact) < unit / 2  # a half goes away
    assert 0 <= abs(exact) - abs(cut) < unit


def test_no_decimals_are_possible() -> None:
    assert str(Rounding(decimals=0).percent(370, 1077)) == "34"


def test_a_share_of_nothing_is_a_dash_with_its_figures() -> None:
    assert say_share(Share.of(0, 0, HALF_UP)) == "— (0/0)"


def test_a_share_shows_what_it_is_made_of() -> None:
    assert say_share(Share.of(75, 103, HALF_UP)) == "72.8% (75/103)"


@pytest.mark.parametrize(
    ("this", "that", "said"),
    [(78, 67, "+16.4%"), (67, 78, "-14.1%"), (5, 5, "0.0%"), (5, 0, "—"), (0, 5, "-100.0%")],
)
def test_a_change_is_told_with_its_sign(this: int, that: int, said: str) -> None:
    change = say_change(Change.of(this, that, HALF_UP))

    assert cells.said(change) == said


def test_a_change_too_small_to_see_has_no_sign() -> None:
    assert say_percent(HALF_UP.percent(-1, 100_000)) == "0.0%"


def test_currencies_are_never_added_together() -> None:
    assert added(
        [usd("0.10"), cny(1), usd("0.20"), Amount(value=Decimal(5), currency="AED")]
    ) == (
        cny(1),
        Amount(value=Decimal(5), currency="AED"),
        usd("0.30"),
    )


def test_a_sum_names_its_currency_in_json_however_the_records_were_written() -> None:
    spelled = Amount(value=Decimal(1), currency="cny".upper())

    sums = {encode(added([one])) for one in (spelled, Amount(value=Decimal(1)))}

    assert sums == {b'[{"value":"1","currency":"CNY"}]'}
