"""Amounts in cells, whose unit stands in the heading, beside them, or nowhere."""

from decimal import Decimal

import pytest

from dealtrack.exchange.columns.cells import Unfit
from dealtrack.exchange.columns.money import as_unit, read_amount, unit_in
from dealtrack.exchange.sheets import Cell
from dealtrack.model import Amount


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("金额（万元）", "万元"),
        ("投资总额(亿元)", "亿元"),
        ("合同额（单位：万美元）", "万美元"),
        ("amount (USD million)", "million USD"),
        ("Amount (USD)", "USD"),
        ("value in million EUR", "million EUR"),
        ("填报单位：示例市合作交流办公室    单位：万元", "万元"),
        ("计量单位：亿元", "亿元"),
        ("金额", ""),
        ("填报单位：示例市合作交流办公室", ""),
        ("Amount (net)", ""),
    ],
)
def test_a_heading_names_its_unit(header: str, unit: str) -> None:
    assert unit_in(header) == unit


@pytest.mark.parametrize(
    ("cell", "unit", "value", "currency"),
    [
        (3500, "万元", "35000000", "CNY"),
        ("3,500", "万元", "35000000", "CNY"),
        (12.3, "亿元", "1230000000", "CNY"),
        (0.1 + 0.2, "亿元", "30000000", "CNY"),
        ("2.4亿元", "万元", "240000000", "CNY"),
        ("20", "million USD", "20000000", "USD"),
        ("$3m", "万元", "3000000", "USD"),
        ("500万美元", "", "5000000", "USD"),
    ],
)
def test_an_amount_is_counted_in_its_unit(
    cell: Cell, unit: str, value: str, currency: str
) -> None:
    assert read_amount(cell, unit) == Amount(value=Decimal(value), currency=currency)


def test_a_currency_beside_it_goes_before_that_of_the_unit() -> None:
    assert read_amount(20, "万元", "美元") == Amount(value=Decimal(200_000), currency="USD")
    assert read_amount("20", "", "EUR") == Amount(value=Decimal(20), currency="EUR")
    assert read_amount("5亿", "", "USD") == Amount(value=Decimal(500_000_000), currency="USD")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (3500, "has no unit"),
        ("约5000", "amount"),
        ("3-5亿元", "amount"),
        (-20, "negative"),
        ("20 Gulden", "amount"),
    ],
)
def test_what_could_be_anything_is_refused(cell: Cell, why: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_amount(cell, "" if why == "has no unit" else "万元")

    assert why in refused.value.why


def test_only_money_is_a_unit() -> None:
    assert [as_unit(text) for text in ("万元", "USD", "人民币万元", "kg", "页", "5", "")] == [
        *("万元", "USD", "万元"),
        *("", "", "", ""),
    ]
