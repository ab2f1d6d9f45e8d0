"""``set``, ``tag`` and ``assign``: one change for many records, in one step."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealtrack.model import Agreement
from dealtrack.model.vocabulary import SECTORS
from dealtrack.render.cells import width as cell_width
from dealtrack.report.altered import lines_of
from tests import golden
from tests.builders import TODAY, a_draft, a_follow_up, a_trip_draft, changed
from tests.cli.conftest import MakeHome
from tests.cli.home import Answer, Home

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def four(home: Home) -> Home:
    """A home with agreements 1 to 4 of the energy sector, each with an open follow-up of Li."""
    with home.store() as store, store.transaction():
        for number in range(1, 5):
            store.agreements.add(
                a_draft(
                    title=f"Paper {number}",
                    sectors=("energy",),
                    follow_ups=(a_follow_up(owner="Li"),),
                )
            )
        store.trips.add(a_trip_draft())
    return home


def records(home: Home) -> list[Agreement]:
    with home.store() as store:
        return store.agreements.search(as_of=TODAY)


def told(answer: Answer) -> Any:
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


class TestChoosing:
    def test_nothing_named_never_means_all(self, four: Home) -> None:
        answer = four.run("set", "owner=Wu", "--yes")

        assert answer.code == 2
        assert "Which ones? Name refs, or a query." in answer.err
        assert four.run("tag", "+x", "--yes").code == 2
        assert four.run("tag", "+x", " ", "--yes").code == 2
        assert four.run("assign", "Wu", "--yes").code == 2

    def test_refs_choose_records(self, four: Home) -> None:
        assert four.run("tag", "+x", "1", "T1").code == 0
        assert [one.tags for one in records(four)] == [("x",), (), (), ()]
        with four.store() as store:
            assert store.trips.get(1).tags == ("x",)

    def test_a_ref_that_leads_nowhere_is_exit_code_3(self, four: Home) -> None:
        answer = four.run("tag", "+x", "1", "99")

        assert answer.code == 3
        assert records(four)[0].tags == ()

    def test_a_query_chooses_records(self, four: Home) -> None:
        assert four.run("set", "place=Port City", "sector:energy", "--yes").code == 0
        assert {one.place for one in records(four)} == {"Port City"}

    def test_the_second_of_a_field_begins_the_query(self, four: Home) -> None:
        four.run("set", "kind=framework", "1")
        four.run("set", "kind=contract", "kind=framework")

        assert [one.kind for one in records(four)] == ["contract", *["strategic"] * 3]

    def test_a_query_without_an_answer_changes_nothing(self, four: Home) -> None:
        answer = four.run("tag", "+x", "sector:finance")

        assert (answer.code, answer.out) == (0, "Nothing was changed.\n")
        assert answer.err == "Nothing answers this that could be changed so.\n"


class TestReading:
    @pytest.mark.parametrize(
        ("typed", "fact", "value"),
        [
            ("sector=新能源,物流", "sectors", ("energy", "logistics")),
            ("行业+=AI", "sectors", ("energy", "artificial-intelligence")),
            ("sector-=energy", "sectors", ()),
            ("sector=none", "sectors", ()),
            ("kind=框架协议", "kind", "framework"),
            ("类型＝备忘录", "kind", "memorandum"),
            ("kind=", "kind", ""),
            ("标签＋＝重点、省级", "tags", ("重点", "省级")),
            ("area+=future communities", "areas", ("future communities",)),
            ("place=Port City", "place", "Port City"),
        ],
    )
    def test_values_are_read_as_log_reads_them(
        self, four: Home, typed: str, fact: str, value: object
    ) -> None:
        assert four.run("set", typed, "1").code == 0
        assert getattr(records(four)[0], fact) == value

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("sector=enrgy", "Did you mean: energy?"),
            ("kind=strategc", "Did you mean: strategic"),
            ("priority=urgnt", "there is no such priority"),
            ("owner+=Wu", "owner has one value: it can only be set, with =."),
            ("ower=Wu", "Did you mean: owner?"),
            ("due=2026-12-01", "dealtrack postpone REF.N"),
            ("stage=started", "dealtrack advance REF STAGE"),
            ("colour=red", "What can be set: owner"),
            ("sector:energy", "What is to be set? No field is named."),
            ("expires=31feb", "expires"),
            ("tag+=a\u202eb", "tag: contains the hidden character"),
        ],
    )
    def test_what_cannot_be_read_is_explained(self, four: Home, typed: str, says: str) -> None:
        before = records(four)
        answer = four.run("set", typed, "1")

        assert answer.code in {2, 4}
        assert says in answer.err
        assert records(four) == before

    def test_a_tag_with_a_dash_is_taken_off(self, four: Home) -> None:
        four.run("tag", "+new", "+旧", "1")
        answer = four.run("tag", "-旧", "+old", "-new", "--quiet", "1")

        assert (answer.code, answer.out) == (0, "1\n")
        assert records(four)[0].tags == ("old",)

    def test_a_query_among_the_tags_is_refused(self, four: Home) -> None:
        answer = four.run("tag", "+x", "-sector:energy", "kind:any", "--yes")

        assert answer.code == 2
        assert "In a query write not instead of the dash: not sector:energy" in answer.err
        assert {one.tags for one in records(four)} == {()}

    def test_a_letter_that_is_an_option_stays_one(self, four: Home) -> None:
        assert four.run("tag", "+x", "-y", "sector:energy").code == 0
        assert {one.tags for one in records(four)} == {("x",)}

    def test_on_goes_with_who_answers(self, four: Home) -> None:
        assert "--on and --correct go with owner and unit" in (
            four.run("set", "place=A", "1", "--on", "2026-11-01").err
        )
        assert four.run("set", "owner=A", "1", "--on", "2026-11-01", "--correct").code == 2


class TestAsking:
    def test_of_two_nobody_is_asked(self, four: Home) -> None:
        answer = four.run("set", "owner=Wu", "1", "2")

        assert answer.lines == ["1  Owner: – → Wu", "2  Owner: – → Wu", "Changed 2 records"]

    def test_of_three_a_script_has_to_say_yes(self, four: Home) -> None:
        answer = four.run("set", "owner=Wu", "1", "2", "3")

        assert answer.code == 2
        assert "nobody can be asked: Change 3 records?" in answer.err
        assert four.run("set", "owner=Wu", "1", "2", "3", "--yes").code == 0

    @pytest.mark.parametrize(
        ("typed", "owners"),
        [
            ("y\nn\ny\nn\n", ["Wu", "", "Wu", ""]),
            ("n\na\n", ["", "Wu", "Wu", "Wu"]),
            ("是\n否\n全部\n", ["Wu", "", "Wu", "Wu"]),
            ("ｙ\nwhat\nn\nn\nn\n", ["Wu", "", "", ""]),
            ("y\ny\nq\n", ["", "", "", ""]),
            ("n\nn\nn\nn\n", ["", "", "", ""]),
        ],
    )
    def test_each_is_asked_about(self, four: Home, typed: str, owners: list[str]) -> None:
        answer = four.run("set", "owner=Wu", "sector:energy", typed=typed, keyboard=True)

        assert answer.code == 0
        assert [one.assigned(TODAY).owner for one in records(four)] == owners
        with four.store() as store:
            assert store.revision == 1 + any(owners)

    def test_whoever_leaves_has_saved_nothing(self, four: Home) -> None:
        answer = four.run("set", "owner=Wu", "sector:energy", typed="y\n", keyboard=True)

        assert answer.code == 130
        assert "Nothing saved." in answer.err
        assert records(four)[0].assigned(TODAY).owner == ""

    def test_other_words_are_answered_with_what_there_is(self, four: Home) -> None:
        answer = four.run(
            "set", "owner=Wu", "sector:energy", typed="perhaps\nq\n", keyboard=True
        )

        assert "yes: this one · no: not this · all: this and the rest" in answer.err


class TestAnswering:
    def test_a_dry_run_saves_nothing(self, four: Home) -> None:
        answer = four.run("set", "owner=Wu", "sector:energy", "--dry-run")

        assert answer.lines[0] == "1\tPaper 1\tOwner\t–\tWu"
        assert answer.err == "Nothing saved: this was a dry run.\n"
        with four.store() as store:
            assert store.revision == 1

    def test_json_tells_before_and_after(self, four: Home) -> None:
        found = told(four.run("set", "sector+=物流", "sector:energy", "--yes", "--json"))

        assert found["schema"] == "dealtrack/altered/1"
        assert (found["saved"], found["refs"]) == (True, ["1", "2", "3", "4"])
        assert found["lines"][0] == {
            "ref": "1",
            "title": "Paper 1",
            "field": "sectors",
            "before": ["energy"],
            "after": ["energy", "logistics"],
        }

    def test_quiet_prints_the_refs(self, four: Home) -> None:
        assert four.run("tag", "+x", "sector:energy", "--yes", "-q").lines == list("1234")

    def test_what_is_so_already_is_counted(self, four: Home) -> None:
        four.run("tag", "+x", "1")
        answer = four.run("tag", "+x", "sector:energy", "--yes")

        assert answer.lines == ["Changed 3 records"]
        assert answer.err == "1 is so already.\n"

    def test_a_name_like_one_that_is_known_is_remarked_upon(self, four: Home) -> None:
        four.run("assign", "Zhang San", "1.1")
        answer = four.run("set", "owner=Zhang Sam", "2")

        assert "“Zhang Sam” is new here; the ledger knows “Zhang San”." in answer.err

    def test_reasons_come_with_their_refs_and_nothing_is_written(self, four: Home) -> None:
        with four.store() as store:
            store.agreements.save(changed(store.agreements.get(2), signed=None))
        before = records(four)
        answer = four.run("set", "expires=2020", "sector:energy", "--yes")

        assert answer.code == 4
        assert "3 records cannot be changed so." in answer.err
        assert "  1  expires: is before the signing." in answer.err
        assert records(four) == before


class TestAssigning:
    def test_follow_ups_get_an_owner_and_their_records_keep_theirs(self, four: Home) -> None:
        assert four.run("assign", "Wu", "1.1", "2.1", "--unit", "Zone").code == 0
        one = records(four)[0]

        assert (one.follow_up(1).assigned(TODAY).owner, one.assigned(TODAY).owner) == ("Wu", "")
        assert one.follow_up(1).assigned(TODAY).unit == "Zone"

    def test_a_unit_alone_leaves_the_owner(self, four: Home) -> None:
        assert four.run("assign", "-", "1.1", "--unit", "Zone").code == 0
        assert records(four)[0].follow_up(1).assigned(TODAY).owner == "Li"
        assert four.run("assign", "-", "1.1").code == 2

    def test_closed_ones_are_left_and_counted(self, four: Home) -> None:
        four.run("done", "1.1")
        answer = four.run("assign", "Wu", "sector:energy", "--yes")

        assert answer.lines == ["Changed 3 records"]
        assert answer.err == "1 follow-up is closed and stays as it is.\n"

    def test_a_handover_needs_no_query(self, four: Home) -> None:
        four.run("set", "owner=Li", "2", "--on", "2026-01-01")
        answer = four.run("assign", "Wu", "--from", "Li", "--on", "2026-11-01", "--yes")

        assert answer.lines == ["Changed 4 records"]
        one = records(four)[1]
        assert (one.assigned(TODAY).owner, one.follow_up(1).assigned(TODAY).owner) == (
            "Wu",
            "Wu",
        )
        assert four.run("list", "owner:Li", "--json").out.count('"ref"') == 0

    def test_a_handover_goes_by_every_name_of_the_person(self, four: Home) -> None:
        four.run("assign", "L. Li", "1.1")
        four.run("person", "merge", "Li", "L. Li", "--yes")

        answer = four.run("assign", "Wu", "--from", "Li", "--yes")

        assert answer.lines == ["Changed 4 records"]
        assert {one.follow_up(1).assigned(TODAY).owner for one in records(four)} == {"Wu"}

    def test_a_bulk_edit_goes_by_every_name_too(self, four: Home) -> None:
        four.run("assign", "L. Li", "1.1")
        four.run("person", "merge", "Li", "L. Li", "--yes")

        assert four.run("tag", "+x", "owner:L. Li", "--yes").lines == ["Changed 4 records"]

    def test_a_handover_can_be_of_some(self, four: Home) -> None:
        four.run("assign", "Wu", "--from", "Li", "1", "2")

        assert [one.follow_up(1).assigned(TODAY).owner for one in records(four)] == [
            *("Wu", "Wu", "Li", "Li")
        ]


def test_a_thousand_are_one_line_of_the_journal(home: Home) -> None:
    with home.store() as store, store.transaction():
        for number in range(1000):
            store.agreements.add(a_draft(title=f"Paper {number}"))
    before = home.ledger.with_suffix(".journal").read_bytes().count(b"\n")
    answer = home.run("set", "owner=Wu", "tag+=x", "kind:strategic", "--yes")

    assert answer.lines == ["Changed 1,000 records"]
    assert home.ledger.with_suffix(".journal").read_bytes().count(b"\n") == before + 1
    assert home.run("undo", "--yes").code == 0
    assert {one.tags for one in records(home)} == {()}


VALUES = st.one_of(
    st.sampled_from(["owner=Wu", "owner=", "unit=Zone", "kind=框架", "place=X", "tag=a,b"]),
    st.sampled_from(["tag+=a", "tag-=priority", "priority=high", "partner+=Zone", "area=none"]),
    st.builds(
        "sector{}{}".format, st.sampled_from(["=", "+=", "-="]), st.sampled_from(SECTORS.keys)
    ),
)
QUERIES = st.sampled_from(
    ["sector:energy", "is:overdue", "unit:any", "record:trip", "32", "kind:any"]
)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(VALUES, min_size=1, max_size=3, unique_by=lambda v: v.split("=")[0]), QUERIES)
def test_what_is_shown_is_what_is_written_and_can_be_taken_back(
    sample: Home, changes: list[str], query: str
) -> None:
    before = everything(sample)
    shown = told(sample.run("set", *changes, query, "--dry-run", "--json"))
    done = told(sample.run("set", *changes, query, "--yes", "--json"))
    now = everything(sample)

    assert {**shown, "saved": True} == done
    touched = [ref for ref in before if before[ref] != now[ref]]
    assert sorted(touched) == sorted(done["refs"])
    pairs = [(before[ref], now[ref]) for ref in done["refs"]]
    lines = [(line.ref, line.field) for line in lines_of(pairs)]
    assert [(line["ref"], line["field"]) for line in done["lines"]] == lines
    if done["refs"]:
        assert sample.run("undo", "--yes").code == 0
    assert {ref: bare(one) for ref, one in everything(sample).items()} == {
        ref: bare(one) for ref, one in before.items()
    }


def everything(home: Home) -> dict[str, Any]:
    with home.store() as store:
        every = [*store.agreements.search(as_of=TODAY), *store.trips.search(as_of=TODAY)]
    return {one.ref: one for one in every}


def bare(record: Any) -> Any:
    return changed(record, version=0)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [100, 40])
def test_a_preview_reads_as_it_did(reader: MakeHome, language: str, width: int) -> None:
    words = ("set", "unit=示范局", "tag+=重点", "sector:energy", "--dry-run")
    answer = reader(language).having(NO_COLOR="1").run(*words, screen=width)

    golden.check(GOLDEN / language / f"set-{width}.txt", answer.out)
    assert max(map(cell_width, answer.lines)) <= width
