"""Which format is written by which renderer, and where to."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec import Struct

from dealtrack.errors import CannotWrite, FileExists, WrongUse
from dealtrack.render.formats import Format, can_run, choose, write, write_running
from dealtrack.render.screen import Screen
from dealtrack.report.page import Column, Page, Row, Table
from tests.render.sample import ENGLISH, Finding

TERMINAL = Screen(is_terminal=True, width=80, height=500)
PIPE = Screen()
ROWS = Table((Column("ref", "Ref", "ref"), Column("n", "Number", "number")), (("17.2", 1_000),))
LIST = Finding(laid_out=Page("Overdue", (ROWS,), is_list=True))
CARD = Finding(laid_out=Page("Annex", (ROWS,)))


def test_a_list_in_a_pipe_is_bare_records(capsys: pytest.CaptureFixture[str]) -> None:
    write(LIST, Format.TABLE, PIPE)

    assert capsys.readouterr().out == "17.2\t1000\n"


def test_asking_for_records_gives_their_keys_too(capsys: pytest.CaptureFixture[str]) -> None:
    write(LIST, Format.TSV, PIPE)

    assert capsys.readouterr().out == "ref\tn\n17.2\t1000\n"


def test_another_page_in_a_pipe_is_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    write(CARD, Format.TABLE, PIPE)

    assert capsys.readouterr().out == "Annex\n=====\n\nRef   Number\n17.2   1,000\n"


def test_a_terminal_gets_rules(capsys: pytest.CaptureFixture[str]) -> None:
    write(LIST, Format.TABLE, TERMINAL)

    assert "────" in capsys.readouterr().out


def test_json_is_the_report_itself(capsys: pytest.CaptureFixture[str]) -> None:
    write(LIST, Format.JSON, TERMINAL)

    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["sum"]) == ("dealtrack/sample/1", "350000000.50")


@pytest.mark.parametrize("format_", Format)
def test_a_file_holds_what_a_pipe_would_get(
    format_: Format, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    report = Finding(laid_out=ENGLISH)

    write(report, format_, PIPE)
    write(report, format_, TERMINAL, tmp_path / "out")

    assert (tmp_path / "out").read_bytes() == capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.md", Format.MD),
        ("a.TSV", Format.TSV),
        ("a.json", Format.JSON),
        ("a.txt", Format.TABLE),
        ("a.html", Format.HTML),
        ("a.HTM", Format.HTML),
        ("a.docx", Format.DOCX),
        ("a.xlsx", Format.XLSX),
    ],
)
def test_the_name_of_a_file_tells_the_format(name: str, format_: Format) -> None:
    assert choose(None, Path(name)) is format_
    assert choose(Format.JSON, Path(name)) is Format.JSON


def test_without_a_file_the_format_is_a_table() -> None:
    assert choose(None, None) is Format.TABLE


def test_a_name_that_tells_nothing_is_refused() -> None:
    with pytest.raises(WrongUse, match=r"report\.pages"):
        choose(None, Path("report.pages"))


def test_a_file_is_private(tmp_path: Path) -> None:
    write(LIST, Format.MD, PIPE, tmp_path / "list.md")

    assert (tmp_path / "list.md").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(FileExists) as refusal:
        write(LIST, Format.MD, PIPE, path)

    assert str(refusal.value) == f"{path} exists. Use --force to overwrite it."
    assert refusal.value.exit_code == 4
    assert path.read_text(encoding="utf-8") == "mine"


def test_force_replaces_a_file_and_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    path, link = tmp_path / "list.md", tmp_path / "link.md"
    path.write_text("mine", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)

    write(LIST, Format.TSV, PIPE, link, force=True)

    assert path.read_text(encoding="utf-8") == "ref\tn\n17.2\t1000\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()


@pytest.mark.parametrize("where", ["missing/list.md", "list.md/below", "", "x" * 300 + ".md"])
def test_what_cannot_be_written_is_said(where: str, tmp_path: Path) -> None:
    (tmp_path / "list.md").touch()

    with pytest.raises(CannotWrite) as fault:
        write(LIST, Format.MD, PIPE, tmp_path / where, force=True)

    assert fault.value.exit_code == 7
    assert str(fault.value).endswith(".")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.md"]


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(CannotWrite, match="not a plain file"):
        write(LIST, Format.MD, PIPE, Path("/dev/null"), force=True)


class Broken(Finding, frozen=True):
    def page(self) -> Page:
        raise RuntimeError


def test_a_failed_report_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        write(Broken(), Format.MD, PIPE, tmp_path / "list.md")

    assert list(tmp_path.iterdir()) == []


class Lines:
    """A list that is being found; *told* counts what was asked of it."""

    columns = ROWS.columns

    def __init__(self) -> None:
        self.told = 0

    def head(self) -> Finding:
        raise AssertionError("rows need no head")

    def lines(self) -> Iterator[Struct]:
        raise AssertionError("nor lines")

    def rows(self) -> Iterator[Row]:
        for number in range(100_000):
            self.told += 1
            yield f"17.{number}", number


@pytest.mark.parametrize(
    ("format_", "screen", "out", "can"),
    [
        (Format.TABLE, PIPE, None, True),
        (Format.TABLE, TERMINAL, None, False),
        (Format.TABLE, PIPE, Path("a.txt"), False),
        (Format.MD, PIPE, None, False),
        (Format.TSV, TERMINAL, None, True),
        (Format.JSON, PIPE, Path("a.json"), True),
    ],
)
def test_a_list_is_told_while_it_is_found_where_nothing_has_to_be_aligned(
    format_: Format, screen: Screen, out: Path | None, can: bool
) -> None:
    assert can_run(format_, screen, out) is can


def test_records_have_keys_above_them_only_where_these_were_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for format_ in (Format.TABLE, Format.TSV):
        write_running(Lines(), format_, PIPE)
        assert capsys.readouterr().out.startswith("ref\tn\n") is (format_ is Format.TSV)


def test_nothing_more_is_found_after_the_reader_has_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines, (reading, writing) = Lines(), os.pipe()
    os.close(reading)

    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(BrokenPipeError):
            write_running(lines, Format.TABLE, PIPE)
        monkeypatch.undo()
        with suppress(BrokenPipeError):
            stream.close()

    assert lines.told < 2_000


def test_a_file_is_refused_before_anything_is_found(tmp_path: Path) -> None:
    lines, path = Lines(), tmp_path / "list.tsv"
    path.touch()

    with pytest.raises(FileExists):
        write_running(lines, Format.TSV, PIPE, path)

    assert lines.told == 0
