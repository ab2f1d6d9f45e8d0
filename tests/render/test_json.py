"""Reports as JSON."""

import json as stdlib
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.render import json
from dealtrack.text.hidden import find_hidden
from tests.render.sample import HOSTILE


class Found(msgspec.Struct, frozen=True, kw_only=True):
    schema: str = "dealtrack/found/1"
    text: str = ""
    sum: Decimal | None = None
    signed: PartialDay | None = None


def test_days_are_iso_and_decimals_are_text() -> None:
    found = Found(sum=Decimal("350000000.50"), signed=PartialDay.read("2021-07-29/2021-07-30"))

    assert json.text(found) == (
        "{\n"
        '  "schema": "dealtrack/found/1",\n'
        '  "text": "",\n'
        '  "sum": "350000000.50",\n'
        '  "signed": "2021-07-29/2021-07-30"\n'
        "}\n"
    )


def test_chinese_is_written_as_it_is() -> None:
    assert '"战略合作协议"' in json.text(Found(text="战略合作协议"))


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\ud83d" not in text])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert stdlib.loads(json.text(Found(text=text)))["text"] == text


def test_half_a_surrogate_pair_is_spelled_out() -> None:
    found = Found(text="a\ud83d\n", sum=Decimal("1.0"))

    assert stdlib.loads(json.text(found)) == {
        "schema": "dealtrack/found/1",
        "text": "a\\ud83d\n",
        "sum": "1.0",
        "signed": None,
    }


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_and_hides_nothing(text: str) -> None:
    written = json.text(Found(text=text))

    assert find_hidden(written.replace("\n", "")) is None
    stdlib.loads(written.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("several", [0, 1, 3])
def test_a_list_told_while_it_is_found_is_the_same_document(
    several: int, encoding: str
) -> None:
    lines = [Found(text=f"中文 [] {{}} , \\n\x1b {n}") for n in range(several)]
    head: dict[str, object] = {"schema": "dealtrack/list/1", "total": several, "list": []}

    written = "".join(json.running(head, lines, encoding))

    assert written == json.text({**head, "list": lines}, encoding)


def test_what_is_not_utf_8_gets_the_same_document_escaped() -> None:
    report = {"title": "中文“引号” 👩\u200d👧"}

    escaped = json.text(report, "gbk")

    assert escaped.isascii()
    assert msgspec.json.decode(escaped) == report == msgspec.json.decode(json.text(report))
