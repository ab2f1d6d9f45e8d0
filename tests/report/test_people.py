from datetime import date

from msgspec.structs import replace

from dealtrack.model import Assignment, FollowUp, Intention, Kept, Party, Person
from dealtrack.report.people import folded, mentions, organisations_of
from tests.report.delegation import AUGUST, CHEN, CLOUD, DAO, EVENING, LIN, ROBOTS, TRIP, ZHOU


def people_of(record: Kept, as_of: date) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(m.person for m in mentions(record, as_of) if m.person))


def test_people_of_a_trip_are_its_delegation_and_those_met() -> None:
    assert people_of(TRIP, AUGUST) == (CHEN, LIN, DAO, ZHOU)


def test_people_of_an_agreement_are_signatories_and_witnesses() -> None:
    signed = replace(ROBOTS, parties=(Party(name="Ubtech", signatory=ZHOU),))

    assert people_of(signed, AUGUST) == (ZHOU, CHEN)


def test_organisations_are_parties_and_those_of_people() -> None:
    assert organisations_of(ROBOTS, AUGUST) == (
        "Dongyang Government",
        "Jinhua Municipal Party Committee",
    )


def test_who_answers_for_something_is_named_as_of_the_day() -> None:
    handed = Assignment(owner="Wang", unit="Bureau", since=AUGUST)
    task = FollowUp(number=1, task="Call", partners=("Office",), assignments=(handed,))
    record = replace(CLOUD, follow_ups=(task,))

    then = {(m.name, m.role) for m in mentions(record, EVENING)}
    now = {(m.name, m.role) for m in mentions(record, AUGUST)}

    assert now - then == {("Wang", "owner"), ("Bureau", "unit")}
    assert ("Office", "partner") in then


def test_an_intention_is_a_persons_if_the_trip_knows_one_of_that_name() -> None:
    wishes = (Intention(by="Dao Feng, vice president", text="…"), Intention(by="AI", text="…"))
    trip = replace(TRIP, visits=TRIP.visits[:1], intentions=wishes)

    found = [(m.name, m.sort) for m in mentions(trip, AUGUST) if m.role == "intention"]

    assert found == [("Dao Feng", "person"), ("Dao Feng", "person"), ("AI", "organisation")]


def test_names_are_compared_without_case_width_and_spaces() -> None:
    assert folded("Ｔencent　Cloud") == folded("TENCENT cloud") == "tencentcloud"


def test_a_speaker_who_was_not_introduced_is_a_person_if_written_like_one() -> None:
    wishes = (
        Intention(by="Wu Muster, vice president, Example Cloud", text="…"),
        Intention(by="Example Cloud, Ltd.", text="…"),
    )
    trip = replace(TRIP, visits=(), intentions=wishes)

    found = {m.name: m.person for m in mentions(trip, AUGUST) if m.role == "intention"}

    assert found == {
        "Wu Muster": Person(
            name="Wu Muster", post="vice president", organisation="Example Cloud"
        ),
        "Example Cloud, Ltd.": None,
    }
