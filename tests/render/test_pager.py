"""Long output, a screenful at a time."""

import io
from pathlib import Path

import pytest

from dealtrack.render import pager
from dealtrack.render.screen import Screen

LINES = [f"line {n}\n" for n in range(30)]


def screen(command: str, height: int = 24) -> Screen:
    return Screen(is_terminal=True, height=height, pager=command)


def test_long_output_goes_to_the_pager(tmp_path: Path) -> None:
    stream = io.StringIO()
    seen = tmp_path / "it's seen"

    pager.show(LINES, screen(f'tee -a "{seen}"'), stream)

    assert seen.read_text(encoding="utf-8") == "".join(LINES)
    assert stream.getvalue() == ""


def test_what_fits_is_just_printed(tmp_path: Path) -> None:
    stream = io.StringIO()

    pager.show(LINES[:23], screen(f"tee {tmp_path / 'seen'}"), stream)

    assert stream.getvalue() == "".join(LINES[:23])
    assert not (tmp_path / "seen").exists()


@pytest.mark.parametrize("command", ["", "cat", "no-such-pager-anywhere -R", "less 'open"])
def test_without_a_pager_everything_is_printed(command: str) -> None:
    stream = io.StringIO()

    pager.show(iter(LINES), screen(command), stream)

    assert stream.getvalue() == "".join(LINES)


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    pager.show(LINES, screen(f"true; touch {tmp_path / 'hacked'}"), io.StringIO())

    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_leaves_early_is_no_fault() -> None:
    many = (f"{'x' * 1000}\n" for _ in range(2_000))

    pager.show(many, screen("head -1 /dev/null"), io.StringIO())


def test_less_is_told_how_to_behave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LESS", raising=False)
    seen = tmp_path / "seen"

    pager.show(LINES, screen(f"sh -c 'cat > /dev/null; echo $LESS > {seen}'"), io.StringIO())

    assert seen.read_text(encoding="utf-8") == "FRX\n"


def test_the_habits_of_the_reader_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESS", "-S")
    seen = tmp_path / "seen"

    pager.show(LINES, screen(f"sh -c 'cat > /dev/null; echo $LESS > {seen}'"), io.StringIO())

    assert seen.read_text(encoding="utf-8") == "-S\n"
