from datetime import date
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Amount, Funds, Note, Party, Person, Trip
from dealtrack.model.codec import encode
from dealtrack.report.brief import Brief
from dealtrack.report.meeting import brief_on
from dealtrack.report.page import Page, Section, Table, unwrap
from dealtrack.report.people import names
from tests.report.delegation import (
    AGREEMENTS,
    AUGUST,
    CHEN,
    CLOUD,
    ELSEWHERE,
    EVENING,
    PROJECTS,
    ROBOTS,
    SOURCE,
    TRIP,
)


def test_a_witness_is_told_what_was_witnessed_and_what_was_not() -> None:
    brief = on("Chen Long")

    assert [d.paper.ref for d in brief.dealings] == ["1", "2"]
    assert [(e.name, e.paper.ref) for e in brief.not_witnessed] == [("Chen Long", "3")]
    assert brief.not_witnessed[0].paper.witnesses == ()


def test_the_page_says_that_no_witness_is_named() -> None:
    table = table_of(on("Chen Long").page(), "Signed on the same trip, not named as a witness")

    assert table is not None
    assert [unwrap(cell)[0] for cell in table.rows[0]] == [
        "3",
        PartialDay.read("2021-07-29/2021-07-30"),
        "Contract on cooperation projects",
        "Dongyang Government, Tencent",
        "T1",
        "Chen Long",
        "none named",
    ]


def test_another_witness_is_named_for_what_was_not_witnessed() -> None:
    other = replace(PROJECTS, witnesses=(Person(name="Somebody Else"),))

    brief = brief_on("Chen Long", [other], [TRIP], AUGUST)

    assert [w.name for w in brief.not_witnessed[0].paper.witnesses] == ["Somebody Else"]


def test_a_member_of_the_delegation_witnessed_only_what_says_so() -> None:
    brief = on("Lin Xiaofeng")

    assert [d.paper.ref for d in brief.dealings] == ["4"]
    assert [e.paper.ref for e in brief.not_witnessed] == ["1", "2", "3"]


def test_all_names_that_match_are_listed_and_told_of() -> None:
    brief = on("ＴENCENT")

    assert [(m.name, m.refs) for m in brief.matches] == [
        ("Tencent", ("T1", "3")),
        ("Tencent Cloud", ("1",)),
    ]
    assert [d.paper.ref for d in brief.dealings] == ["1", "3"]
    assert brief.people[0].name == "Dao Feng"


def test_nothing_matches_a_stranger_or_a_blank() -> None:
    assert on("Nobody").matches == ()
    assert on("  ").matches == ()
    assert on("?").matches == ()


def test_a_company_gets_only_its_own_visits_and_intentions() -> None:
    brief = on("Ubtech")

    assert [v.organisation for v in brief.visits] == ["Ubtech Robotics"]
    assert [i.text for i in brief.intentions] == ["Bring more projects"]


def test_a_leader_gets_everything_heard_on_the_trip() -> None:
    brief = on("Chen Long")

    assert len(brief.visits) == 3
    assert [i.by for i in brief.intentions] == ["Dao Feng", "Zhou Jian"]


def test_an_intention_that_became_an_agreement_is_left_out() -> None:
    later = replace(PROJECTS, follows="Bring more projects, 2021")

    brief = brief_on("Ubtech", [later], [TRIP], AUGUST)

    assert brief.intentions == ()


def test_a_visited_company_may_be_the_party_that_is_not_named() -> None:
    brief = on("Ubtech")

    assert brief.dealings == ()
    assert [p.ref for p in brief.unnamed] == ["2"]


def test_what_is_open_is_told_by_side_and_the_late_first() -> None:
    brief = on("Tencent Cloud")

    assert [(t.ref, t.side, t.days_late) for t in brief.tasks] == [
        ("1.1", "", 11),
        ("1.2", "ours", 0),
        ("1.3", "theirs", 0),
    ]
    page = brief.page()
    assert table_of(page, "What we promised") is not None
    assert table_of(page, "What they promised") is not None
    assert table_of(page, "What third parties promised") is None


def test_the_last_contact_is_the_day_of_the_visit_or_the_signing() -> None:
    assert on("Ubtech").last_contact == PartialDay.read("2021-07-29/2021-07-30")
    assert on("WeDoctor").last_contact == PartialDay.read("2021-08-25")
    assert (on("WeDoctor").last_contact_ref, on("Ubtech").last_contact_ref) == ("4", "T1")


def test_a_signing_that_is_not_yet_tells_of_no_witness() -> None:
    talks = msgspec.convert(
        {
            "id": 9,
            "uid": "a9",
            "title": "Talks",
            "signed": "2021-08-20",
            "stages": [{"stage": "negotiating", "on": "2021-08-01"}],
            "witnesses": [{"name": "Chen Long"}],
            "parties": [{"name": "Ubtech", "side": "theirs"}],
        },
        Agreement,
        dec_hook=lambda _kind, text: PartialDay.read(text),
    )

    before = date(2021, 8, 10)

    assert brief_on("Chen Long", [talks], [], before).matches == ()
    assert not brief_on("Ubtech", [talks], [], before).dealings[0].paper.is_signed
    assert brief_on("Chen Long", [talks], [], AUGUST).matches != ()


def test_nothing_that_came_later_is_told() -> None:
    brief = on("Tencent", EVENING)

    assert [t.ref for t in brief.tasks] == ["1.1", "1.2"]
    assert brief.tasks[0].due == date(2021, 8, 10)
    assert brief.tasks[0].times_postponed == 0
    assert (brief.problems, brief.sources) == ((), ())
    assert brief.dealings[0].paper.latest is None
    assert on("WeDoctor", EVENING).matches == ()


def test_nothing_is_known_before_the_trip() -> None:
    assert on("Chen Long", date(2021, 7, 28)) == Brief(
        as_of=date(2021, 7, 28), asked="Chen Long"
    )


def test_a_report_of_a_past_day_does_not_change_with_what_is_entered_later() -> None:
    noted = replace(CLOUD, notes=(Note(on=date(2021, 8, 1), text="Later"),))

    then = brief_on("Tencent", [noted, PROJECTS], [TRIP], EVENING)

    assert then == brief_on("Tencent", [CLOUD, PROJECTS], [TRIP], EVENING)


def test_the_names_of_the_ledger_are_offered_without_the_unnamed() -> None:
    known = names(AGREEMENTS, [TRIP])

    assert {"Chen Long", "Tencent Cloud", "Ubtech Robotics", "Li Xiongwei"} <= set(known)
    assert "Jinhua Municipal Party Committee" in known
    assert "?" not in known


def test_an_organisation_of_people_finds_them() -> None:
    brief = on("Party Committee")

    assert [m.sort for m in brief.matches] == ["organisation"]
    assert brief.people == (CHEN,)
    assert brief.not_witnessed == ()


def test_a_name_that_is_in_two_sorts_of_places_is_told_once() -> None:
    twice = replace(CLOUD, parties=(Party(name="Tencent"), Party(name="TENCENT ")))

    brief = brief_on("tencent", [twice], [], AUGUST)

    assert [d.paper.ref for d in brief.dealings] == ["1"]
    assert len(brief.matches) == 2


def test_the_report_is_plain_data() -> None:
    found = msgspec.json.decode(encode(on("Chen Long")))

    assert found["schema"] == "dealtrack/brief/1"
    assert found["sources"][0]["title"] == SOURCE.title


def on(name: str, as_of: date = AUGUST) -> Brief:
    trips: list[Trip] = [TRIP]
    return brief_on(name, AGREEMENTS, trips, as_of)


def table_of(page: Page, title: str) -> Table | None:
    blocks = [
        part
        for block in page.blocks
        for part in (block.blocks if isinstance(block, Section) else (block,))
    ]
    return next((b for b in blocks if isinstance(b, Table) and b.title == title), None)


def test_the_last_contact_is_told_with_whom_it_was() -> None:
    contact = on("Tencent").contact

    assert contact is not None
    assert (contact.how, contact.organisation, contact.ref) == ("visit", "Tencent", "T1")
    assert [person.name for person in contact.people] == ["Dao Feng"]


def test_what_moved_last_is_a_note_if_that_is_the_last_fact() -> None:
    moved = on("Tencent Cloud").last_move

    assert moved is not None
    assert (moved.sort, str(moved.on), moved.ref) == ("note", "2021-08-15", "1.1")
    then = on("Tencent Cloud", date(2021, 8, 14)).last_move
    assert then is not None
    assert then.sort == "signed"


def test_funds_are_told_of_what_was_contracted_and_by_the_day() -> None:
    paid = replace(
        CLOUD,
        amount=Amount(value=Decimal(400)),
        funds=(Funds(amount=Amount(value=Decimal(100)), on=date(2021, 8, 20)),),
    )
    then, before = (
        brief_on("Tencent Cloud", [paid], [], on).funds for on in (AUGUST, date(2021, 8, 19))
    )

    assert [(rate.n, rate.d, rate.percent) for rate in then] == [(100, 400, Decimal("25.0"))]
    assert [(rate.n, rate.d) for rate in before] == [(0, 400)]
    assert on("Tencent Cloud").funds == ()


def test_each_agreement_shows_its_light() -> None:
    light = on("Tencent Cloud", date(2021, 11, 30)).dealings[0].light

    assert light is not None
    assert light.colour == "red"


def test_the_page_opens_with_what_to_raise() -> None:
    page = on("Tencent Cloud", date(2021, 11, 30)).page()
    tables = [block.title for block in page.blocks if isinstance(block, Table)]

    assert tables[:2] == ["To raise at the meeting", "Agreements"]


def test_the_program_gives_the_answers_of_the_whole_ledger_by_the_index_alone() -> None:
    """What the agreements follow from may be asked apart from them."""
    later = replace(ELSEWHERE, follows="Bring more projects, 2021")
    whole = brief_on("Ubtech", [ROBOTS, later], [TRIP], AUGUST)
    apart = brief_on(
        "Ubtech", [ROBOTS], [TRIP], AUGUST, since=[("4", "bringmoreprojects,2021")]
    )

    assert whole == apart
    assert whole.intentions == ()
