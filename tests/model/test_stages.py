"""The two tracks, and how far along them a stage is."""

import pytest

from dealtrack.model.stages import (
    BEFORE_SIGNING,
    PROJECT_TRACK,
    SHORT_TRACK,
    STAGES,
    implied_by,
    rank,
    track_of,
)
from dealtrack.model.vocabulary import KINDS


def test_both_tracks_hold_every_stage_and_no_other() -> None:
    assert {*PROJECT_TRACK, *SHORT_TRACK} == set(STAGES.keys)


def test_both_tracks_are_alike_up_to_the_signing() -> None:
    assert (*BEFORE_SIGNING, "signed") == PROJECT_TRACK[:3] == SHORT_TRACK[:3]


@pytest.mark.parametrize("track", [PROJECT_TRACK, SHORT_TRACK])
def test_every_stage_of_a_track_implies_those_before_it(track: tuple[str, ...]) -> None:
    for number, stage in enumerate(track, start=1):
        assert implied_by(stage) == track[:number]


def test_a_stage_of_one_track_does_not_imply_those_of_the_other() -> None:
    assert "registered" not in implied_by("fulfilled")
    assert "in-progress" not in implied_by("full-capacity")


@pytest.mark.parametrize("track", [PROJECT_TRACK, SHORT_TRACK])
def test_later_stages_rank_higher_and_both_tracks_end_equally_far(
    track: tuple[str, ...],
) -> None:
    ranks = [rank(stage) for stage in track]

    assert ranks == sorted(set(ranks))
    assert ranks[-1] == rank("full-capacity") == rank("fulfilled")


@pytest.mark.parametrize("kind", [*KINDS.keys, ""])
def test_only_what_is_no_building_project_takes_the_short_track(kind: str) -> None:
    short = {"strategic", "friendship", "memorandum", "intent", "framework"}

    assert track_of(kind) == (SHORT_TRACK if kind in short else PROJECT_TRACK)


def test_every_stage_has_a_definition_in_each_language() -> None:
    assert all(word.meaning_en and word.meaning_zh for word in STAGES)
