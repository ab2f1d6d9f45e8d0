"""Figures that bulletins have published, reproduced from ledgers built for them.

Each ledger holds as many agreements as its bulletin counted, each as far as that says, and
beside them what must not be counted: other years, later days, second papers of a project.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from dealtrack.days import Month, Span
from dealtrack.model import Agreement, Funds, Link
from dealtrack.query.asked import Excerpt
from dealtrack.query.questions import signed_in
from dealtrack.report.cohorts import find_rates
from dealtrack.report.figures import Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import sum_up
from dealtrack.report.rate import Rate, find_rate
from dealtrack.report.rates import Rates
from dealtrack.report.terms import Terms
from tests.report.records import an_agreement, cny, day, ended, implementing, reached

YI = 100_000_000


def contracts(
    first: int, number: int, year: int, *, signed: str = "05-10", **fields: Any
) -> Iterator[Agreement]:
    """Yield a *number* of investment contracts signed in a *year*, from the ref *first* on."""
    for id_ in range(first, first + number):
        yield an_agreement(id_, f"{year}-{signed}", **{"kind": "contract", **fields})


def rates_of_year(
    year: int,
    agreements: Iterable[Agreement],
    rounding: Rounding,
    *,
    as_of: str = "",
    landing: str = "started",
) -> Rates:
    """Return the rates of what was signed in a *year*, as of its last day or a later one."""
    return find_rates(
        Excerpt.of(agreements),
        day(as_of) if as_of else date(year, 12, 31),
        signed_in(Span(date(year, 1, 1), date(year + 1, 1, 1))),
        rounding=rounding,
        landing=landing,
    )


def told(rate: Rate) -> tuple[int | Decimal, int | Decimal, str]:
    return (rate.n, rate.d, str(rate.percent))


def found(report: Rates, key: str) -> tuple[int | Decimal, int | Decimal, str]:
    """Return a rate's two numbers and its percentage, digit by digit."""
    return told(find_rate((*report.total.rates, *report.total.landed), key))


def weinan() -> list[Agreement]:
    """Return 292 projects of 2010, the first of them with a second paper."""
    return [
        *contracts(1, 1, 2010, statuses=ended("2010-09-01")),
        *contracts(2, 180, 2010, stages=reached(in_production="2010-11-20")),
        *contracts(182, 18, 2010, stages=reached(started="2010-10-08")),
        *contracts(200, 50, 2010, stages=reached(registered="2010-07")),
        *contracts(250, 43, 2010, stages=reached(started="2011-01-05")),
        *contracts(293, 5, 2009, stages=reached(started="2010-03-01")),
        an_agreement(298, "2010-06-01", kind="contract", links=implementing(2)),
        an_agreement(299, "2010-06-01", kind="friendship", links=()),
    ]


@pytest.mark.parametrize(
    ("mode", "decimals", "percent"),
    [("truncate", 2, "99.65"), ("half-up", 2, "99.66"), ("half-up", 1, "99.7")],
)
def test_weinan_fulfilled_291_of_292(mode: Any, decimals: int, percent: str) -> None:
    projects = [one for one in weinan() if one.kind != "friendship"]
    report = rates_of_year(2010, projects, Rounding(mode, decimals))

    assert found(report, "fulfilment") == (291, 292, percent)


@pytest.mark.parametrize("mode", ["half-up", "truncate"])
def test_weinan_started_198_of_292_and_180_of_them_produced(mode: Any) -> None:
    report = rates_of_year(2010, weinan(), Rounding(mode, 1))

    assert found(report, "start") == (198, 292, "67.8")
    assert found(report, "production")[:2] == (180, 292)
    start = find_rate(report.total.rates, "start")
    assert [(one.key, one.n) for one in start.left_out] == [("no-building", 1)]


def xuchang() -> list[Agreement]:
    """Return 247 projects of 2017 that contracted 1,077 亿, of which 370 have arrived."""
    in_place = Funds(amount=cny(10 * YI), on=day("2017-08-01"))
    too_late = Funds(amount=cny(99 * YI), on=day("2018-01-01"))
    priced = cny(1_077_000_000)
    return [
        *contracts(1, 3, 2017, statuses=ended("2017-10-10")),
        *contracts(
            4, 37, 2017, amount=priced, stages=reached(started="2017-09"), funds=(in_place,)
        ),
        *contracts(41, 63, 2017, amount=priced, stages=reached(started="2017-09")),
        *contracts(104, 122, 2017, stages=reached(completed="2017-12-31")),
        *contracts(226, 22, 2017, stages=reached(registered="2017-06"), funds=(too_late,)),
        *contracts(248, 40, 2016, amount=cny(YI), stages=reached(started="2017-02")),
        *contracts(288, 10, 2017, amount=cny(9 * YI), links=implementing(4)),
    ]


def test_xuchang_fulfilled_244_and_started_222_of_247() -> None:
    report = rates_of_year(2017, xuchang(), Rounding("half-up", 1))

    assert found(report, "fulfilment") == (244, 247, "98.8")
    assert found(report, "start") == (222, 247, "89.9")


def test_money_counts_where_the_amount_it_is_for_counts() -> None:
    framework = an_agreement(
        1, "2025-03-01", kind="framework", amount=cny(15 * YI), funds=paid("2025-05-01", 1)
    )
    contract = an_agreement(
        2,
        "2026-01-10",
        kind="contract",
        amount=cny(15 * YI),
        links=implementing(1),
        funds=paid("2026-03-01", 6),
    )
    renewed = replace(contract, id=3, links=implementing(2), funds=paid("2026-06-01", 2))
    other = an_agreement(
        4, "2026-02-01", kind="contract", amount=cny(10 * YI), funds=paid("2026-05-01", 4)
    )
    signed = [framework, contract, renewed, other]

    this, last = (
        found(rates_of_year(year, signed, Rounding("half-up", 1), as_of="2026-12-31"), "funds")
        for year in (2026, 2025)
    )

    assert this == (4 * YI, 10 * YI, "40.0")
    assert last == (9 * YI, 15 * YI, "60.0")


def paid(on: str, hundred_millions: int) -> tuple[Funds, ...]:
    return (Funds(amount=cny(hundred_millions * YI), on=day(on)),)


def test_xuchang_has_370_of_1077_in_place() -> None:
    report = rates_of_year(2017, xuchang(), Rounding("half-up", 0))

    n, d, percent = found(report, "funds")
    assert (n, d, percent) == (370 * YI, 1077 * YI, "34")


def test_liuzhou_started_or_completed_61_of_63() -> None:
    ledger = [
        *contracts(1, 30, 2011, stages=reached(started="2011-08-01")),
        *contracts(31, 31, 2011, stages=reached(started="2011-07", completed="2011-12")),
        *contracts(62, 2, 2011, stages=reached(registered="2011-06-01")),
    ]

    cut = rates_of_year(2011, ledger, Rounding("truncate", 2))
    rounded = rates_of_year(2011, ledger, Rounding("half-up", 2))

    assert found(cut, "start") == (61, 63, "96.82")
    assert found(rounded, "start") == (61, 63, "96.83")
    assert found(cut, "completion")[:2] == (31, 63)


def test_anqing_produces_in_118_of_218() -> None:
    ledger = [
        *contracts(1, 100, 2012, stages=reached(in_production="2012-10")),
        *contracts(101, 18, 2012, stages=reached(full_capacity="2012-12-01")),
        *contracts(119, 80, 2012, stages=reached(started="2012-10")),
        *contracts(199, 20, 2012, stages=reached(in_production="2013-01-01")),
    ]

    report = rates_of_year(2012, ledger, Rounding("half-up", 2))

    assert found(report, "production") == (118, 218, "54.13")


def test_shaoxing_landed_75_of_103() -> None:
    ledger = [
        *contracts(1, 75, 2013, stages=reached(registered="2013-11-30")),
        *contracts(76, 20, 2013, stages=reached(registered="2014-01-01")),
        *contracts(96, 8, 2013, stages=reached(negotiating="2013-01-04")),
    ]

    report = rates_of_year(2013, ledger, Rounding("half-up", 1), landing="registered")

    assert found(report, "registration") == (75, 103, "72.8")
    assert found(report, "landing-12") == (75, 103, "72.8")


def test_shaoxing_landed_77_of_85_within_two_years_whatever_landed_later() -> None:
    ledger = [
        *contracts(1, 60, 2012, stages=reached(started="2013-05-10")),
        *contracts(61, 17, 2012, stages=reached(started="2014-05-10")),
        *contracts(78, 5, 2012, stages=reached(started="2014-05-11")),
        *contracts(83, 3, 2012),
    ]

    report = rates_of_year(2012, ledger, Rounding("half-up", 1), as_of="2016-12-31")

    assert found(report, "landing-24") == (77, 85, "90.6")
    assert found(report, "landing-12")[:2] == (60, 85)
    assert found(report, "landing-36")[:2] == found(report, "start")[:2] == (82, 85)


def test_70_of_79_agreements_have_become_contracts() -> None:
    framework = {"kind": "framework"}
    supplement = (Link(relation="supplements", to=75),)
    ledger = [
        *contracts(1, 79, 2019, **framework),
        *(
            an_agreement(id_ + 100, "2019-09-01", kind="contract", links=implementing(id_))
            for id_ in range(1, 71)
        ),
        an_agreement(171, "2019-10-01", kind="contract", links=implementing(1)),
        an_agreement(172, "2019-10-01", kind="capital-increase", links=supplement),
        an_agreement(173, "2020-01-01", kind="contract", links=implementing(79)),
        *contracts(201, 4, 2019, kind="intent"),
    ]

    report = rates_of_year(2019, ledger, Rounding("half-up", 1))

    assert found(report, "conversion") == (70, 79, "88.6")


def test_78_after_67_is_16_42_percent_more() -> None:
    ledger = [
        *contracts(1, 67, 2020, signed="03-15"),
        *contracts(68, 9, 2020, signed="11-01"),
        *contracts(77, 78, 2021, signed="10-31"),
        *contracts(155, 3, 2021, signed="11-01"),
    ]
    october = Month(2021, 10)
    asked = Ledger.on(october.last, Excerpt.of(ledger))

    report = sum_up(asked, Terms(october, october.last), rounding=Rounding("half-up", 2))

    line = next(one for one in report.overall.year.counts if one.key == "all")
    assert (line.this, line.year_before.that) == (78, 67)
    assert str(line.year_before.percent) == "16.42"
