"""Files as text."""

from pathlib import Path

import pytest

from dealtrack.errors import CannotRead
from dealtrack.exchange.files import LARGEST, decode, decode_file


def test_a_file_in_utf_8_is_read_and_its_mark_dropped(tmp_path: Path) -> None:
    path = tmp_path / "trip.toml"
    path.write_bytes("\ufefftitle = 战略".encode())

    assert decode_file(path) == "title = 战略"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a\n标题 = 战略".encode("gbk"), "line 2 is not UTF-8, it seems to be GBK"),
        ("标题".encode("utf-16"), "UTF-16"),
        (b"\xff\x00\xff", "line 1 is not UTF-8. Save it as UTF-8"),
        (b" " * (LARGEST + 1), "larger than 8 MB"),
    ],
)
def test_other_files_are_refused_with_a_hint(content: bytes, why: str) -> None:
    with pytest.raises(CannotRead, match=why):
        decode(content, "trip.toml")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="there is no such file"):
        decode_file(tmp_path / "none.toml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="it is a folder"):
        decode_file(tmp_path)
