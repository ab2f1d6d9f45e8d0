from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.model import UNNAMED, Party
from dealtrack.report.page import Facts, Table
from dealtrack.report.parties import find_parties, organisations
from dealtrack.report.party_card import card_of_party
from tests.report.delegation import AGREEMENTS, AUGUST, CLOUD, EVENING, PROJECTS, TRIP


def test_every_organisation_signed_with_or_visited_is_listed() -> None:
    found = find_parties(AGREEMENTS, [TRIP], AUGUST)

    assert [(p.name, len(p.agreements), p.visits) for p in found.parties] == [
        ("Dongyang Government", 2, 0),
        ("Tencent", 1, 1),
        ("Jinhua Development Zone", 1, 0),
        ("Tencent Cloud", 1, 0),
        ("WeDoctor", 1, 0),
        ("Ubtech Robotics", 0, 1),
    ]


def test_who_is_not_named_is_not_listed() -> None:
    assert UNNAMED not in organisations(AGREEMENTS, [TRIP])


def test_names_that_differ_in_case_or_width_are_one_organisation() -> None:
    wide = replace(PROJECTS, parties=(Party(name="ＴＥＮＣＥＮＴ　cloud", side="third"),))

    line = find_parties([CLOUD, wide], [], AUGUST).parties[0]

    assert (line.name, line.spellings) == ("Tencent Cloud", ("ＴＥＮＣＥＮＴ　cloud",))
    assert line.agreements == ("1", "3")
    assert line.sides == ("theirs", "third")


def test_open_and_overdue_are_those_of_its_agreements_that_day() -> None:
    now = {p.name: p for p in find_parties(AGREEMENTS, [TRIP], AUGUST).parties}
    then = {p.name: p for p in find_parties(AGREEMENTS, [TRIP], EVENING).parties}

    assert (now["Tencent Cloud"].open, now["Tencent Cloud"].overdue) == (3, 1)
    assert (then["Tencent Cloud"].open, then["Tencent Cloud"].overdue) == (2, 0)
    assert "WeDoctor" not in then


def test_the_first_and_the_last_signing_are_told() -> None:
    later = replace(PROJECTS, signed=PartialDay.read("2021-08"))

    line = find_parties([later, AGREEMENTS[1]], [], AUGUST).parties[0]

    assert str(line.first_signed) == "2021-07-29/2021-07-30"
    assert str(line.last_signed) == "2021-08"


def test_a_card_is_of_that_very_name() -> None:
    card = card_of_party("tencent", AGREEMENTS, [TRIP], AUGUST)

    assert [d.paper.ref for d in card.agreements] == ["3"]
    assert [p.name for p in card.people] == ["Dao Feng"]
    assert [v.organisation for v in card.visits] == ["Tencent"]
    assert [i.by for i in card.intentions] == ["Dao Feng"]
    assert card.sides == ("theirs",)


def test_a_card_says_that_side_and_people_are_unknown() -> None:
    card = card_of_party("Nobody", AGREEMENTS, [TRIP], AUGUST)
    facts, agreements = card.page().blocks[:2]

    assert isinstance(facts, Facts)
    assert [label for label, _value in facts.pairs] == ["Side", "People", "Last contact"]
    assert isinstance(agreements, Table)
    assert agreements.empty
