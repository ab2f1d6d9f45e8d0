"""Each check of the records, once failing and once passing."""

from datetime import date, timedelta

import pytest

from dealtrack.days import PartialDay
from dealtrack.model import (
    Assignment,
    Evidence,
    Funds,
    Kept,
    Link,
    Note,
    Party,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    Source,
    StateChange,
    StatusChange,
    Visit,
)
from dealtrack.model.values import Amount
from dealtrack.report.consistency import check_records, find_broken
from dealtrack.report.doctor import Check, say
from tests.builders import TODAY, a_follow_up, a_trip, an_agreement

TOMORROW = TODAY + timedelta(days=1)


def checked(key: str, *records: Kept) -> Check:
    """Return the check *key* of a ledger that holds *records*."""
    return next(check for check in check_records(records, TODAY) if check.key == key)


def told(key: str, *records: Kept) -> list[str]:
    """Return what the check *key* says is wrong, nothing if all is well."""
    check = checked(key, *records)
    return [say(key, finding) for finding in check.findings] if check.is_wrong else []


def day(text: str) -> PartialDay:
    return PartialDay.read(text)


@pytest.mark.parametrize("key", ["references", "days", "words", "organisations", "agreements"])
@pytest.mark.parametrize(
    "records", [(), (an_agreement(), a_trip()), (an_agreement(trip=1), a_trip())]
)
def test_a_sound_ledger_passes_every_check(key: str, records: tuple[Kept, ...]) -> None:
    check = checked(key, *records)

    assert (check.status, len(check.findings)) == ("yes", 1)
    assert say(key, check.findings[0])


class TestReferences:
    def test_a_trip_that_is_not_there(self) -> None:
        assert told("references", an_agreement(3, trip=7), a_trip(1)) == [
            "3 names trip T7, which is not there"
        ]

    def test_an_agreement_that_is_not_there(self) -> None:
        link = Link(relation="implements", to=9)

        assert told("references", an_agreement(3, links=(link,))) == [
            "3 names agreement 9, which is not there"
        ]

    def test_a_trip_is_no_agreement(self) -> None:
        link = Link(relation="renews", to=1)

        assert told("references", an_agreement(3, links=(link,)), a_trip(1))

    def test_an_earlier_agreement_that_was_signed_later(self) -> None:
        link = Link(relation="supplements", to=1)
        first = an_agreement(1, title="First", signed=day("2026-09-01"))

        assert told("references", first, an_agreement(2, links=(link,))) == [
            "2 follows from agreement 1, which was signed after it"
        ]
        month = an_agreement(2, links=(link,), signed=day("2026-09"))
        assert told("references", first, month) == []

    def test_the_command_leads_to_the_record(self) -> None:
        check = checked("references", an_agreement(3, trip=7))

        assert [one.command for one in check.findings] == ["dealtrack edit 3"]


class TestDays:
    def test_what_the_model_finds_odd_is_told(self) -> None:
        before = a_follow_up(due=date(2026, 12, 1), number=1)
        signed = an_agreement(signed=day("2026-12-24"), follow_ups=(before,))

        assert told("days", signed) == [
            "1: Signed in the future: 2026-12-24.",
            "1: “Send the annex” is due on 2026-12-01, before the signing (2026-12-24).",
        ]

    def test_a_day_off_contradicts_nothing(self) -> None:
        sunday = a_follow_up(due=TODAY + timedelta(days=7))

        assert told("days", an_agreement(follow_ups=(sunday,))) == []

    def test_stages_that_go_back(self) -> None:
        stages = (
            Reached(stage="started", on=day("2026-10-01")),
            Reached(stage="registered", on=day("2026-10-08")),
        )
        unsure = (stages[0], Reached(stage="registered", on=day("2026-10")))

        assert told("days", an_agreement(kind="investment", stages=stages)) == [
            "1 reached “started” on 2026-10-01, before “registered” on 2026-10-08"
        ]
        assert told("days", an_agreement(kind="investment", stages=unsure)) == []
        assert told("days", an_agreement(kind="investment", stages=stages[:1])) == []

    @pytest.mark.parametrize(
        "entry",
        [
            an_agreement(notes=(Note(on=TOMORROW, text="Called"),)),
            an_agreement(statuses=(StatusChange(status="suspended", on=TOMORROW),)),
            an_agreement(funds=(Funds(amount=Amount(value=5), on=TOMORROW),)),  # type: ignore[arg-type]
            an_agreement(problems=(Problem(number=1, text="Land", noted=TOMORROW),)),
            an_agreement(
                problems=(Problem(number=1, text="Land", noted=TODAY, solved=TOMORROW),)
            ),
            a_trip(follow_ups=(a_follow_up(states=(StateChange(state="done", on=TOMORROW),)),)),
            a_trip(follow_ups=(a_follow_up(notes=(Note(on=TOMORROW, text="Called"),)),)),
            a_trip(
                follow_ups=(
                    a_follow_up(
                        postponements=(
                            Postponement(to=date(2027, 1, 4), on=TOMORROW, reason="Illness"),
                        )
                    ),
                )
            ),
            a_trip(
                follow_ups=(
                    a_follow_up(
                        promise=Promise(
                            side="ours", steps=(PromiseStep(step="met", on=TOMORROW),)
                        )
                    ),
                )
            ),
        ],
    )
    def test_an_entry_of_a_day_to_come(self, entry: Kept) -> None:
        assert told("days", entry) == [f"{entry.ref} has an entry of a day to come: {TOMORROW}"]

    def test_plans_may_lie_ahead(self) -> None:
        planned = a_follow_up(
            due=TOMORROW + timedelta(days=1),
            since=TOMORROW,
            assignments=(Assignment(owner="Li", since=TOMORROW),),
        )

        assert told("days", a_trip(follow_ups=(planned,))) == []

    def test_a_stage_that_nobody_knows_does_no_harm(self) -> None:
        stages = (Reached(stage="dreamt", on=day("2026-01-01")),)

        assert told("days", an_agreement(signed=None, stages=stages)) == []


class TestWords:
    def test_those_that_nobody_knows(self) -> None:
        strange = an_agreement(
            kind="pact", sectors=("magic", "energy"), stages=(Reached(stage="dreamt"),)
        )

        assert told("words", strange) == [
            "1: pact is not a kind of agreement",
            "1: magic is not a sector",
            "1: dreamt is not a stage",
        ]

    def test_a_sector_can_be_merged_into_the_nearest_or_added(self) -> None:
        strange = an_agreement(sectors=("energie", "the occult"))
        (check,) = [c for c in check_records([strange], TODAY) if c.key == "words"]

        assert [one.command for one in check.findings] == [
            "dealtrack sector merge energie energy",
            "dealtrack sector add 'the occult'",
        ]

    def test_they_are_told_once(self) -> None:
        strange = an_agreement(kind="pact", sectors=("magic",), stages=(Reached(stage="x"),))

        assert list(find_broken([strange])) == []

    def test_a_broken_rule_is_told_with_its_field(self) -> None:
        found = list(find_broken([an_agreement(title=" "), a_trip()]))

        assert [say("records", one) for one in found] == ["1, title: must not be empty."]


class TestOrganisations:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Example Cloud", "EXAMPLE CLOUD"),
            ("Example Cloud", "Ｅｘａｍｐｌｅ　Ｃｌｏｕｄ"),
            ("Example Cloud", "Example Cloud Ltd."),
            ("Example Cloud Co., Ltd.", "Example Cloud"),
            ("Siemens AG", "Siemens"),
            ("比方新能源", "比方新能源有限公司"),
            ("比方新能源股份有限公司", "比方新能源有限责任公司"),
            ("Riverside Development", "Riverside Developement"),
            ("Riverside Development", "Riverside Devleopment"),
            ("Zhejiang University", "Zhejiang Univorsity"),
        ],
    )
    def test_two_names_that_look_like_one(self, one: str, other: str) -> None:
        first = an_agreement(1, parties=(Party(name=one),))
        second = an_agreement(2, title="Contract", parties=(Party(name=other),))

        (sentence,) = told("organisations", first, second)

        assert sentence.endswith("look like one organisation: 1, 2")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Henan Bureau", "Hunan Bureau"),
            ("Shanxi Bureau", "Shaanxi Bureau"),
            ("Plant A", "Plant B"),
            ("Number 1 Hospital", "Number 2 Hospital"),
            ("深圳市第一中学", "深圳市第二中学"),
            ("河南省商务厅", "湖南省商务厅"),
            ("Co.", "Ltd."),
            ("?", "？"),
        ],
    )
    def test_two_names_that_are_two(self, one: str, other: str) -> None:
        first = an_agreement(1, parties=(Party(name=one),))
        second = an_agreement(2, title="Contract", parties=(Party(name=other),))

        assert told("organisations", first, second) == []

    def test_one_that_was_visited_counts_too(self) -> None:
        first = an_agreement(1, parties=(Party(name="Tencent"),))
        trip = a_trip(visits=(Visit(organisation="TENCENT"),))

        assert told("organisations", first, trip) == [
            "“TENCENT” and “Tencent” look like one organisation: 1, T1"
        ]

    def test_two_in_one_record_are_two(self) -> None:
        both = (Party(name="Example"), Party(name="Example Group"))

        assert told("organisations", an_agreement(parties=both)) == []


class TestSameAgreement:
    def test_title_day_and_parties_are_compared(self) -> None:
        twice = (an_agreement(1), an_agreement(4), an_agreement(5, title="Contract"))

        assert told("agreements", *twice) == [
            "1, 4 have the same title, day and parties: Strategic cooperation agreement"
        ]

    def test_another_day_or_party_makes_another(self) -> None:
        other_day = an_agreement(2, signed=day("2026-08-11"))
        other_party = an_agreement(3, parties=(Party(name="Somebody else"),))

        assert told("agreements", an_agreement(1), other_day, other_party) == []


def test_every_finding_has_words_of_its_own() -> None:
    hostile = an_agreement(
        5,
        title="{title}\x1b[31m",
        trip=9,
        kind="{kind}",
        sources=(Source(title="x"),),
        follow_ups=(
            a_follow_up(
                states=(
                    StateChange(
                        state="done",
                        on=TOMORROW,
                        evidence=(Evidence(file="attachments/x", sha256=""),),
                    ),
                )
            ),
        ),
    )

    for check in check_records([hostile, an_agreement(6, title="{title}\x1b[31m")], TODAY):
        assert all(say(check.key, finding) for finding in check.findings)
