from pathlib import Path

import pytest

from dealtrack.errors import CannotRead, TableRefused, WrongUse
from dealtrack.exchange.sheets import open_book
from tests.exchange.sheets.made import only, read, why, written

CHINESE = "名称,地点\n战略合作协议,深圳市南山区\n项目投资合同,广州\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_the_encoding_is_found_and_told(tmp_path: Path, encoding: str, told: str) -> None:
    book = open_book(written(tmp_path, CHINESE, encoding=encoding))

    assert book.encoding == told
    assert book.sheets[0].header == ("名称", "地点")
    assert only(book) == [("战略合作协议", "深圳市南山区"), ("项目投资合同", "广州")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_found_without_its_mark(tmp_path: Path, encoding: str) -> None:
    book = open_book(written(tmp_path, "name,place\nAccord,深圳\n", encoding=encoding))

    assert book.encoding == encoding
    assert only(book) == [("Accord", "深圳")]


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("cp1252", "Größe,Ort\nKöln,Düsseldorf\nMünchen,Zürich\n"),
        ("big5", "名稱,地點\n戰略合作協議,臺北市信義路\n項目投資合同,廣州\n"),
        ("shift_jis", "名前,場所\nとりきめ,とうきょう\n"),
    ],
)
def test_an_encoding_that_cannot_be_told_is_asked_for(
    tmp_path: Path, encoding: str, content: str
) -> None:
    path = written(tmp_path, content, encoding=encoding)

    with pytest.raises(TableRefused, match=r"line 1 (.|\n)*--encoding") as fault:
        open_book(path)

    assert fault.value.exit_code == 4
    assert only(open_book(path, encoding=encoding))[0] == tuple(content.split()[1].split(","))


def test_a_mark_goes_before_what_is_asked_for(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, CHINESE, encoding="utf-8-sig"), encoding="gbk")

    assert only(book)[0][0] == "战略合作协议"


def test_a_byte_that_is_no_text_spoils_its_own_cell_and_no_other(tmp_path: Path) -> None:
    lines = [f"协议{n},广州\n".encode() for n in range(90_000)]
    lines[89_998] = b"\xff\xfe\xfd," + "广州\n".encode()

    rows = read(tmp_path, "名称,地点\n".encode() + b"".join(lines))

    (bad,) = [row for row in rows if row.cells[0] is None or not isinstance(row.cells[0], str)]
    assert bad.number == 90_000
    assert "0xff" in why(bad.cells[0])
    assert bad.cells[1] == "广州"
    assert len(rows) == 90_000


def test_a_few_wrong_bytes_do_not_swallow_the_delimiter_of_gb18030(tmp_path: Path) -> None:
    content = CHINESE.encode("gb18030") * 50 + b"\xb0,\xc9\xee\xdb\xda\n"

    last = read(tmp_path, content)[-1]

    assert "0xb0" in why(last.cells[0])
    assert last.cells[1] == "深圳"


def test_a_zero_byte_spoils_its_cell(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "name,place\nAc\x00cord,Paris\n" + "\n" * 500)

    assert "0x00" in why(row.cells[0])
    assert row.cells[1] == "Paris"


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 40, b"\x00" * 5000, b"MZ\x00\x00\x01\x00"]
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(TableRefused, match=r"no text|neither UTF-8"):
        open_book(written(tmp_path, content))


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "idna", "undefined"])
def test_an_encoding_that_is_none_is_wrong_use(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongUse, match="no encoding"):
        open_book(written(tmp_path, "a,b\n1,2\n"), encoding=name)


def test_what_is_no_file_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv", Path("/dev/null")):
        with pytest.raises(CannotRead):
            open_book(path)
