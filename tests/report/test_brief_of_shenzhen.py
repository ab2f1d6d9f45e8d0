"""The real trip of July 2021, as its trip file tells it."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from dealtrack.exchange.trip import read
from dealtrack.model import Agreement, Trip
from dealtrack.render import plain
from dealtrack.report.brief import Brief
from dealtrack.report.meeting import brief_on
from dealtrack.report.trip_card import card_of_trip

FILE = Path(__file__).parents[2] / "sample_data" / "2021-07-shenzhen.toml"
AS_OF = date(2021, 8, 31)


@pytest.fixture(scope="module")
def trip() -> Trip:
    draft = read(FILE.read_text(encoding="utf-8"), AS_OF).trip
    assert draft is not None
    return Trip(**msgspec.structs.asdict(draft), id=1, uid="t1")


@pytest.fixture(scope="module")
def agreements(trip: Trip) -> list[Agreement]:
    drafts = read(FILE.read_text(encoding="utf-8"), AS_OF).agreements
    fields = (msgspec.structs.asdict(draft) | {"trip": trip.id} for draft in drafts)
    return [Agreement(**one, id=n, uid=f"a{n}") for n, one in enumerate(fields, start=1)]


def test_the_leader_witnessed_two_and_not_the_contract(
    trip: Trip, agreements: list[Agreement]
) -> None:
    brief = brief_on("Chen Long", agreements, [trip], AS_OF)

    assert [d.paper.ref for d in brief.dealings] == ["1", "2"]
    assert [(e.paper.ref, e.paper.witnesses) for e in brief.not_witnessed] == [("3", ())]


def test_tencent_and_tencent_cloud_are_both_told_of(
    trip: Trip, agreements: list[Agreement]
) -> None:
    brief = brief_on("tencent", agreements, [trip], AS_OF)

    assert [m.name for m in brief.matches] == ["Tencent", "Tencent Cloud"]
    assert [p.name for p in brief.people] == ["Dao Feng"]
    assert [d.paper.ref for d in brief.dealings] == ["1", "3"]
    assert [p.ref for p in brief.unnamed] == ["2"]


def test_somebody_known_only_by_words_is_found(trip: Trip, agreements: list[Agreement]) -> None:
    brief = brief_on("Zhou Jian", agreements, [trip], AS_OF)

    assert [v.organisation for v in brief.visits] == ["Ubtech Robotics"]
    assert [i.text for i in brief.intentions] == ["Bring more projects"]
    assert (brief.dealings, brief.not_witnessed) == ((), ())
    assert said(brief).count("No agreement names them.") == 1


def test_the_card_of_the_trip_says_not_named_and_unknown(
    trip: Trip, agreements: list[Agreement]
) -> None:
    text = "".join(plain.text(card_of_trip(trip, agreements, AS_OF).page()))

    assert "Dongyang government, not named" in text
    assert "none named" in text
    assert "unknown" in text


def said(brief: Brief) -> str:
    return "".join(plain.text(brief.page()))
