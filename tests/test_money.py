"""Amounts: typed in many ways, kept exactly, printed short."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.errors import NotAnAmount
from dealtrack.money import CURRENCIES, format_amount, parse_amount


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("3.5亿", "350000000", "CNY"),
        ("3.5 亿元", "350000000", "CNY"),
        ("3.5億圓", "350000000", "CNY"),
        ("人民币3.5亿元", "350000000", "CNY"),
        ("3.5亿元人民币", "350000000", "CNY"),
        ("350万元", "3500000", "CNY"),
        ("5千万", "50000000", "CNY"),
        ("1.2万亿元", "1200000000000", "CNY"),
        ("20 million USD", "20000000", "USD"),
        ("USD 20m", "20000000", "USD"),
        ("US$ 20 million", "20000000", "USD"),
        ("20 million US dollars", "20000000", "USD"),
        ("$3m", "3000000", "USD"),
        ("１２万美元", "120000", "USD"),
        ("1,200.50 CNY", "1200.5", "CNY"),
        ("1，200．50 元", "1200.5", "CNY"),
        ("￥5000", "5000", "CNY"),
        ("¥5000元", "5000", "CNY"),
        ("RMB 5000", "5000", "CNY"),
        ("€1.5bn", "1500000000", "EUR"),
        ("20 MYR", "20", "MYR"),
        ("20m myr", "20000000", "MYR"),
        ("3亿日元", "300000000", "JPY"),
        ("HK$2b", "2000000000", "HKD"),
        ("100", "100", "CNY"),
        ("0", "0", "CNY"),
        ("1,234", "1234", "CNY"),
        ("0.0001万元", "1", "CNY"),
        ("一百亿", "10000000000", "CNY"),
        ("三亿五千万元", "350000000", "CNY"),
        ("十二点五亿美元", "1250000000", "USD"),
        ("人民币壹佰贰拾万元整", "1200000", "CNY"),
        ("两万亿日元", "2000000000000", "JPY"),
    ],
)
def test_an_amount_is_read_as_it_is_typed(text: str, value: str, currency: str) -> None:
    amount, code = parse_amount(text)

    assert (str(amount), code) == (value, currency)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("　", "empty"),
        ("NaN", "not finite"),
        ("inf", "not finite"),
        ("-Infinity", "not finite"),
        ("1.234,5", "two ways"),
        ("1,2", "two ways"),
        ("1,23,456", "two ways"),
        ("1.234.567", "two ways"),
        ("-3", "negative"),
        ("-$3m", "negative"),
        ("－3亿", "negative"),
        ("9" * 30, "too large"),
        ("1000万亿", "too large"),
        ("0.00001", "too large"),
        ("$3 CNY", "currencies"),
        ("3.5亿美元人民币", "unknown"),
        ("约3亿", "unknown"),
        ("3亿多", "unknown"),
        ("1e10", "unknown"),
        ("3-5亿", "unknown"),
        ("+5", "unknown"),
        (".", "unknown"),
        (".5", "unknown"),
        ("万", "unknown"),
        ("20 XXX", "unknown"),
        ("٣", "unknown"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(NotAnAmount) as caught:
        parse_amount(text)

    assert caught.value.why == why
    assert caught.value.exit_code == 2
    assert str(caught.value).endswith("Write 3.5亿, 350万元, 20 million USD or 1,200.50 CNY.")


def test_a_refusal_names_the_option() -> None:
    with pytest.raises(NotAnAmount) as caught:
        parse_amount("about 3")

    fault = caught.value.under("--amount")

    assert str(fault).startswith("--amount about 3 is not an amount that dealtrack can read.")


@pytest.mark.parametrize(
    ("value", "currency", "chinese", "english"),
    [
        ("350000000", "CNY", "3.5亿元", "CNY 350 million"),
        ("3500000", "CNY", "350万元", "CNY 3.5 million"),
        ("1234.5", "CNY", "1,234.5元", "CNY 1,234.50"),
        ("20000000", "USD", "2,000万美元", "USD 20 million"),
        ("123456789", "CNY", "123,456,789元", "CNY 123,456,789"),
        ("123456700", "CNY", "12,345.67万元", "CNY 123,456,700"),
        ("123450000", "EUR", "1.2345亿欧元", "EUR 123.45 million"),
        ("1200000000000", "CNY", "12,000亿元", "CNY 1,200 billion"),
        ("1.234", "KWD", "1.234科威特第纳尔", "KWD 1.234"),
        ("0", "CNY", "0元", "CNY 0"),
        ("-350000000", "CNY", "-3.5亿元", "CNY -350 million"),
        ("5.00", "CNY", "5元", "CNY 5"),
    ],
)
def test_an_amount_is_printed_short_and_exact(
    value: str, currency: str, chinese: str, english: str
) -> None:
    assert format_amount(Decimal(value), currency, "zh") == chinese
    assert format_amount(Decimal(value), currency, "en") == english


@given(
    st.integers(0, 10**17 - 1) | st.integers(0, 10**6).map(lambda n: n * 10**9),
    st.sampled_from(sorted(CURRENCIES)),
    st.sampled_from(["en", "zh"]),
)
def test_what_is_printed_reads_back_as_the_same_amount(
    cents: int, currency: str, language: str
) -> None:
    value = Decimal(cents).scaleb(-2)

    assert parse_amount(format_amount(value, currency, language)) == (value, currency)


def outcome(text: str) -> tuple[Decimal, str] | str:
    """Return the amount that is read, or the sentence of the refusal."""
    try:
        return parse_amount(text)
    except NotAnAmount as fault:
        return str(fault)


@given(st.text() | st.text("0123456789.,-+亿万元$ ¥mMknaif"))
def test_nothing_but_a_refusal_is_ever_raised(text: str) -> None:
    answer = outcome(text)

    assert answer
    assert isinstance(answer, str) or (answer[0] >= 0 and answer[1] in CURRENCIES)


def test_every_name_belongs_to_one_currency() -> None:
    assert len(CURRENCIES) >= 40
    for code, currency in CURRENCIES.items():
        assert len(code) == 3
        assert parse_amount(f"1 {code}")[1] == code
        assert parse_amount(f"1{currency.chinese}")[1] == code
        assert parse_amount(f"1 {currency.english}")[1] == code


def test_in_a_tight_column_english_units_are_short() -> None:
    value = Decimal(2_904_000_000)

    assert format_amount(value, "CNY", "en", tight=True) == "CNY 2.904 bn"
    assert format_amount(Decimal(9_000_000), "EUR", "en", tight=True) == "EUR 9 m"
    assert format_amount(value, "CNY", "zh", tight=True) == "29.04亿元"
