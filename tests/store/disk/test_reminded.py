"""The memory of reminders beside a ledger: private, whole, and no loss if it is lost."""

from datetime import date, datetime
from pathlib import Path

import pytest

from dealtrack.errors import CannotWrite, RemindersBusy
from dealtrack.model.telling import Memory, Telling
from dealtrack.store.disk import reminded
from dealtrack.store.disk.files import Files

NOON = datetime(2026, 11, 2, 12)
MEMORY = Memory().having(
    "mail", "", {"张三": (Telling("17.2", "overdue", date(2026, 10, 1), date(2026, 11, 2)),)}
)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files.of(tmp_path / "ledger.json")


def test_it_lies_beside_the_ledger_under_its_name(tmp_path: Path) -> None:
    assert Files.of(tmp_path / "book.json").reminded.name == "book.reminded.json"
    assert Files.of(tmp_path / "book").reminded.name == "book-reminded.json"


def test_what_was_written_is_read_and_nobody_else_may(files: Files) -> None:
    with reminded.held(files, "li", NOON):
        reminded.write(files, MEMORY)

    assert reminded.read(files) == (MEMORY, True)
    assert files.reminded.stat().st_mode & 0o777 == 0o600


def test_without_a_file_nothing_is_remembered(files: Files) -> None:
    assert reminded.read(files) == (Memory(), True)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"told": 3}', b"\xff\xfe", b'{"schema":"dealtrack/reminded/2"}'],
)
def test_a_damaged_or_newer_file_is_no_memory_and_says_so(files: Files, content: bytes) -> None:
    files.reminded.write_bytes(content)

    assert reminded.read(files) == (Memory(), False)


def test_who_comes_second_is_told_who_is_at_it(files: Files) -> None:
    with (
        reminded.held(files, "王芳", NOON),
        pytest.raises(RemindersBusy) as error,
        reminded.held(files, "li", NOON, patience=0),
    ):
        pass

    assert "王芳 since 2026-11-02 12:00:00" in str(error.value)


def test_an_error_inside_is_the_error_that_comes_out(files: Files) -> None:
    with pytest.raises(ZeroDivisionError), reminded.held(files, "li", NOON):
        raise ZeroDivisionError

    with reminded.held(files, "li", NOON, patience=0):
        pass


def test_a_folder_that_takes_no_lock_is_told_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with (
        pytest.raises(CannotWrite),
        reminded.held(Files.of(tmp_path / "file" / "ledger.json"), "li", NOON),
    ):
        raise AssertionError("nothing may be told")
