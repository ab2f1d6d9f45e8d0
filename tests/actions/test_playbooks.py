"""Playbooks applied: the laws of what a record gets, and gets but once."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.actions.playbook_faults import faults
from dealtrack.actions.playbooks import tasks_of
from dealtrack.model import Agreement
from dealtrack.model.words import folded
from dealtrack.settings.playbooks import Playbook, Step
from dealtrack.settings.shipped import SHIPPED
from tests.builders import an_agreement

TODAY = date(2026, 11, 22)

texts = st.text("abc 协议", max_size=3)
steps = st.builds(
    Step,
    task=texts.map("Do {}".format),
    task_zh=texts,
    due=st.sampled_from(["", "signed+1m", "+1w"]),
)
playbooks = st.lists(steps, max_size=6).map(lambda some: Playbook(steps=tuple(some)))


def applied(record: Agreement, playbook: Playbook) -> Agreement:
    added = tasks_of("own", playbook, record, {}, TODAY)
    return replace(record, follow_ups=(*record.follow_ups, *added)).numbered()


@given(playbooks)
def test_applying_one_twice_adds_nothing(playbook: Playbook) -> None:
    once = applied(an_agreement(), playbook)

    assert len(once.follow_ups) == len(playbook.steps)
    assert applied(once, playbook) == once


@given(playbooks, steps, st.integers(0, 6))
def test_a_step_put_in_anywhere_adds_exactly_one(
    playbook: Playbook, step: Step, place: int
) -> None:
    before = applied(an_agreement(), playbook)
    longer = Playbook(steps=(*playbook.steps[:place], step, *playbook.steps[place:]))

    after = applied(before, longer)

    assert len(after.follow_ups) == len(before.follow_ups) + 1
    assert folded(after.follow_ups[-1].task) == folded(step.name)
    assert applied(after, longer) == after


@given(playbooks, st.randoms())
def test_the_order_of_its_steps_is_no_part_of_what_was_done(
    playbook: Playbook, chance: object
) -> None:
    before = applied(an_agreement(), playbook)
    shuffled = list(playbook.steps)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert applied(before, Playbook(steps=tuple(shuffled))) == before


@given(playbooks)
def test_what_earlier_versions_called_by_its_place_is_there(playbook: Playbook) -> None:
    known = applied(an_agreement(), playbook)
    old = replace(
        known,
        follow_ups=tuple(
            replace(one, playbook=f"own.{number}")
            for number, one in enumerate(known.follow_ups, start=1)
        ),
    )

    assert applied(old, playbook) == old


def test_the_playbooks_that_come_along_are_sound_and_have_keys_of_their_own() -> None:
    assert list(faults(SHIPPED, TODAY)) == []
    assert all(step.key for playbook in SHIPPED.values() for step in playbook.steps)
