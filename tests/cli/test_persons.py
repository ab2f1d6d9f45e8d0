"""People under one name, from the command line."""

import json

import pytest

from dealtrack.model import Person
from dealtrack.report.alike.people import pairs_of_people, same_person
from tests.builders import TODAY, a_draft
from tests.cli.home import Home


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chen Long", "CHEN  LONG"),
        ("Chen Long", "Long Chen"),
        ("陈龙", "Chen Long"),
        ("林晓峰", "Lin Xiaofeng"),
        ("林晓峰", "Lin Xiao-feng"),
        ("陳龍", "陈龙"),
        ("张 三", "张三"),
    ],
)
def test_one_name_in_two_spellings_is_seen(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)
    assert list(pairs_of_people({one, other})) == [tuple(sorted((one, other)))]


@pytest.mark.parametrize(
    ("one", "other"),
    [("张三", "章三"), ("张三", "李四"), ("Chen Long", "Chen Lang"), ("陈龙", "Chen Lang")],
)
def test_two_names_are_two(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert list(pairs_of_people({one, other})) == []


@pytest.fixture
def office(home: Home) -> Home:
    people = [
        Person(name="陈龙", post="书记", organisation="金华市委"),
        Person(name="Chen Long", post="secretary", organisation="Jinhua Committee"),
        Person(name="Long Chen", organisation="Other Bank"),
    ]
    with home.store() as store:
        for number, person in enumerate(people, start=1):
            store.agreements.add(a_draft(title=f"Paper {number}", witnesses=(person,)))
    return home


def pairs(home: Home) -> list[tuple[str, str]]:
    found = json.loads(home.run("person", "duplicates", "--json").out)["pairs"]
    return [(one["name"], one["other"]) for one in found]


def refs(home: Home, *words: str) -> list[str]:
    return [line.split("\t")[0] for line in home.run("list", *words).out.splitlines()]


def test_people_are_one_where_their_organisations_are(office: Home) -> None:
    before = pairs(office)
    refused = office.run("person", "merge", "陈龙", "Chen Long", "--yes")
    office.run("party", "alias", "金华市委", "Jinhua Committee")
    after = pairs(office)
    merged = office.run("person", "merge", "陈龙", "Chen Long", "--yes")

    assert (before, after) == ([], [("Chen Long", "陈龙")])
    assert (refused.code, refused.out) == (4, "")
    assert "they are two people" in refused.err
    assert merged.out == "陈龙 is also called Chen Long now.\n"
    assert pairs(office) == []


def test_every_name_finds_them_and_undo_takes_it_back(office: Home) -> None:
    office.run("party", "alias", "金华市委", "Jinhua Committee")
    office.run("person", "merge", "陈龙", "Chen Long", "--yes")

    assert refs(office, "witness:陈龙") == ["1", "2"]
    assert refs(office, "person:Chen Long") == ["1", "2"]
    assert "Chen Long" in office.run("brief", "陈龙").out
    assert office.run("person", "merge", "陈龙", "Chen Long", "--yes", "-q").out == "P1\n"
    office.run("undo", "--yes")
    assert refs(office, "witness:陈龙") == ["1"]
    with office.store() as store:
        names = [a.witnesses[0].name for a in store.agreements.search(as_of=TODAY)]
    assert names == ["陈龙", "Chen Long", "Long Chen"]


def test_nobody_is_merged_without_a_yes(office: Home) -> None:
    assert office.run("person", "merge", "陈龙", "Chen Long").code == 2
    assert office.run("person", "merge", "陈龙", "Nobody", "--yes").code == 3


def test_the_list_has_each_person_once_under_the_name_to_print(office: Home) -> None:
    before = json.loads(office.run("person", "list", "--json").out)
    office.run("party", "merge", "金华市委", "Jinhua Committee", "--yes")
    office.run("person", "merge", "陈龙", "Chen Long", "--yes")

    after = json.loads(office.run("person", "list", "--json").out)

    names = {line["name"]: line for line in after["people"]}
    assert (before["total"], after["total"]) == (3 + len(names) - 2, before["total"] - 1)
    assert names["陈龙"]["spellings"] == ["Chen Long"]
    assert names["陈龙"]["organisations"] == ["金华市委"]
    assert names["陈龙"]["refs"] == ["1", "2"]


def test_a_dry_run_of_a_merge_shows_it_and_saves_nothing(office: Home) -> None:
    office.run("party", "merge", "金华市委", "Jinhua Committee", "--yes")
    with office.store() as store:
        revision = store.revision

    answer = office.run("person", "merge", "陈龙", "Chen Long", "--dry-run")
    told = office.run("person", "merge", "陈龙", "Chen Long", "--dry-run", "--json")
    refused = office.run("person", "merge", "陈龙", "Long Chen", "--dry-run")

    assert answer.out.splitlines() == ["陈龙 · 1", "  Chen Long · 2"]
    assert "dry run" in answer.err
    assert json.loads(told.out)["saved"] is False
    assert refused.code == 4
    with office.store() as store:
        assert store.revision == revision
