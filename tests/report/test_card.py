"""Everything about one agreement, laid out."""

from datetime import date

from dealtrack.model import FollowUp, Note
from dealtrack.render import plain
from dealtrack.report.card import card_of
from tests.builders import TODAY, a_draft, kept_agreement


def lines(**changes: object) -> list[str]:
    one = kept_agreement(a_draft(**changes), 1)
    return "".join(plain.text(card_of(one, TODAY).page())).splitlines()


def test_a_note_is_told_with_what_it_is_on() -> None:
    note = Note(on=date(2026, 11, 1), text="They called")
    shown = lines(notes=(note,), follow_ups=(FollowUp(number=1, task="Send", notes=(note,)),))

    assert [line.split()[0] for line in shown if "They called" in line] == ["1", "1.1"]


def test_the_class_is_told_where_the_kind_does_not_say_it() -> None:
    assert "Class      agreement" in lines(kind="strategic")
    assert not [line for line in lines(kind="contract") if line.startswith("Class")]


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    shown = lines(kind="", signed=None, parties=(), sectors=())

    unknown = [line.split()[0] for line in shown if line.endswith(" unknown")]
    assert {"Kind", "Place", "Parties", "Witnesses", "Sectors", "Amount"} <= set(unknown)
