"""What the other end of stdout can show."""

import io
import os
import pty
from collections.abc import Iterator
from typing import TextIO

import pytest

from dealtrack.render import console, plain, tsv
from dealtrack.render.screen import Screen, tolerant
from tests.render.sample import CHINESE, HOSTILE, page_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def a_real_terminal() -> Iterator[TextIO]:
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as stream:
        yield stream
    os.close(leader)


def test_a_terminal_has_colour(a_real_terminal: TextIO) -> None:
    screen = Screen.detect(a_real_terminal, {"TERM": "xterm-256color"})

    assert screen.is_terminal
    assert screen.colour
    assert screen.pager == "less"
    assert (screen.width, screen.height) == (80, 24)  # a terminal without a size


@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "TERM": "xterm"}]
)
def test_colour_is_off_when_asked_for_even_if_forced(environment: dict[str, str]) -> None:
    forced = {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "COLORTERM": "truecolor"}

    screen = Screen.detect(Terminal(), environment | forced)

    assert "\x1b" not in console.render(CHINESE, screen)


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR", "TERM"])
def test_the_environment_reaches_rich_through_the_screen_alone(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")

    assert "\x1b" in console.render(CHINESE, Screen(colour=True))
    assert "\x1b" not in console.render(CHINESE, Screen(colour=False))


def test_an_option_switches_colour_off() -> None:
    assert not Screen.detect(Terminal(), {}, no_color=True).colour


def test_an_empty_no_color_means_nothing() -> None:
    assert Screen.detect(Terminal(), {"NO_COLOR": ""}).colour


def test_a_pipe_has_neither_colour_nor_pager() -> None:
    screen = Screen.detect(io.StringIO(), {"FORCE_COLOR": "1", "PAGER": "less"})

    assert (screen.is_terminal, screen.colour, screen.pager) == (False, False, "")


@pytest.mark.parametrize(
    ("columns", "width"), [("132", 132), ("0", 80), ("-5", 80), ("x", 80), ("٣", 80), ("5", 20)]
)
def test_columns_are_honoured_if_they_make_sense(columns: str, width: int) -> None:
    assert Screen.detect(Terminal(), {"COLUMNS": columns}).width == width


@pytest.mark.parametrize(
    ("encoding", "boxes"),
    [("utf-8", True), ("gbk", True), ("cp1252", False), ("ascii", False), ("cp437", False)],
)
def test_boxes_are_drawn_where_the_encoding_has_them(encoding: str, boxes: bool) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)

    assert Screen.detect(stream, {}).boxes is boxes


@pytest.mark.parametrize(("value", "boxes"), [("1", False), ("0", True), ("", True)])
def test_boxes_can_be_switched_off(value: str, boxes: bool) -> None:
    assert Screen.detect(Terminal(), {"DEALTRACK_ASCII": value}).boxes is boxes


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252", "latin-1", "utf-8"])
def test_a_tolerant_stream_never_raises(encoding: str) -> None:
    stream = tolerant(io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    screen = Screen.detect(stream, {})

    for page in (CHINESE, page_of(HOSTILE)):
        stream.write(console.render(page, screen))
        stream.writelines(plain.text(page))
        stream.writelines(plain.markdown(page))
        stream.writelines(tsv.text(page))
    stream.flush()


def test_what_is_lost_is_replaced_by_something_as_wide() -> None:
    raw = io.BytesIO()
    stream = tolerant(io.TextIOWrapper(raw, encoding="ascii"))

    stream.write("中文 – “é” → 3")
    stream.flush()

    assert raw.getvalue() == b'???? - "?" > 3'


def test_a_stream_that_cannot_be_changed_is_left_alone() -> None:
    stream = io.StringIO()

    assert tolerant(stream) is stream
