"""People and parties as people write them."""

import pytest

from dealtrack.exchange.people import parse_party, parse_person
from dealtrack.model import Party, Person


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Chen Long", Person(name="Chen Long")),
        ("Chen Long, secretary", Person(name="Chen Long", post="secretary")),
        ("陈龙，书记，市委", Person(name="陈龙", post="书记", organisation="市委")),
        (
            "Lin, member, deputy, City",
            Person(name="Lin", post="member, deputy", organisation="City"),
        ),
    ],
)
def test_a_person_is_name_post_and_organisation(text: str, person: Person) -> None:
    assert parse_person(text) == person


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Zone", Party(name="Zone")),
        ("Zone (ours)", Party(name="Zone", side="ours")),
        ("腾讯云（对方）", Party(name="腾讯云", side="theirs")),
        ("Tencent (Shenzhen)", Party(name="Tencent (Shenzhen)")),
        ("Tencent (Shenzhen) (theirs)", Party(name="Tencent (Shenzhen)", side="theirs")),
        ("(ours)", Party(name="(ours)")),
        ("? (third)", Party(name="?", side="third")),
    ],
)
def test_a_party_has_its_side_in_brackets(text: str, party: Party) -> None:
    assert parse_party(text) == party
