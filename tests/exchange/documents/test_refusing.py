"""What is damaged, of somebody else, or of a later program is refused, place by place."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.errors import CannotRead, FileRefused
from dealtrack.exchange.documents.read import is_document, read, read_bytes
from tests.builders import a_draft, a_slip, a_target, a_trip_draft
from tests.exchange.documents.ledgers import an_empty_ledger, document, save


def written(sort: Any = "json") -> bytes:
    """Return the document of a small ledger."""
    with an_empty_ledger() as ledger:
        ledger.agreements.add(a_draft(title="港口"))
        ledger.agreements.add(a_draft(title="two"))
        ledger.trips.add(a_trip_draft())
        ledger.targets.add(a_target())
        ledger.slips.add(a_slip())
        return document(ledger, sort)


def refused(content: bytes | str) -> list[str]:
    """Return what is said of *content*, which must be refused."""
    with pytest.raises(FileRefused) as caught:
        read_bytes(content.encode() if isinstance(content, str) else content, "x.json")
    return [str(problem) for problem in caught.value.problems]


def altered(**changes: Any) -> str:
    """Return the small document with other values of its first agreement."""
    whole = json.loads(written())
    whole["agreements"][0] |= changes
    return json.dumps(whole)


@pytest.mark.parametrize("sort", ["json", "jsonl"])
def test_a_document_that_was_cut_off_anywhere_is_refused(sort: str) -> None:
    content = written(sort)

    for length in range(len(content) - 2):
        refused(content[:length])


def test_a_line_that_is_missing_is_noticed() -> None:
    lines = written("jsonl").splitlines(keepends=True)

    for number in range(len(lines)):
        assert refused(b"".join(lines[:number] + lines[number + 1 :]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_byte_that_was_altered_is_read_or_refused_and_never_a_bug(
    data: st.DataObject,
) -> None:
    content = bytearray(_WRITTEN[data.draw(st.sampled_from(["json", "jsonl"]))])
    for _time in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    with suppress(FileRefused):
        read_bytes(bytes(content), "x.json")


_WRITTEN = {"json": written(), "jsonl": written("jsonl")}


def test_every_problem_is_told_with_its_place() -> None:
    whole = json.loads(written())
    whole["agreements"][0]["title"] = " "
    whole["agreements"][1] |= {"kind": "wedding", "amount": {"value": "-3"}}
    whole["trips"][0]["start"] = "yesterday"
    whole["slips"][0]["about"] = "nothing"

    assert refused(json.dumps(whole)) == [
        "agreements[1]: 1.title: must not be empty",
        "agreements[2]: 2.amount.value: must be a number, 0 or more",
        "agreements[2]: 2.kind: wedding is not a kind of agreement",
        "trips[1]: T1 is no record that can be read: 'yesterday' - at `$.start`",
        "slips[1]: S2026-1.about: is no ref",
    ]


def test_a_line_is_named_by_its_number() -> None:
    lines = written("jsonl").replace("港口".encode(), b" ").splitlines()

    assert refused(b"\n".join(lines)) == ["line 2: 1.title: must not be empty"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": 2}, "2 is there twice"),
        ({"id": 0}, "has no id, uid and version"),
        ({"id": 10**9}, "has no id, uid and version"),
        ({"uid": ""}, "has no id, uid and version"),
        ({"version": 0}, "has no id, uid and version"),
        ({"version": "x"}, "is no JSON of this form"),
        ({"colour": "red"}, "unknown field `colour`"),
        ({"title": "a\x1b[31m"}, "hidden character"),
    ],
)
def test_a_record_that_no_ledger_could_hold_is_refused(
    changes: dict[str, Any], says: str
) -> None:
    (problem,) = refused(altered(**changes))

    assert says in problem


def test_a_document_of_a_later_program_is_refused_as_such() -> None:
    later = written().replace(b"records/1", b"records/2").replace(b'"trips":[', b'"moons":[')
    unknown = written().replace(b'"trips":[', b'"moons":[')

    assert "records/2 was written by a later program (dealtrack" in refused(later)[0]
    assert refused(unknown) == [
        "moons is nothing that this program knows: a later one wrote it"
    ]


def test_what_show_printed_is_no_document_of_whole_records() -> None:
    (problem,) = refused('{"schema": "dealtrack/agreement/1", "ref": "17"}')

    assert "dealtrack export json" in problem


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", "x", '{"schema":"dealtrack/records/1"}']
)
def test_what_is_no_document_is_refused(content: str) -> None:
    assert refused(content)


def test_counters_have_to_be_counts() -> None:
    assert refused(altered().replace('"agreements": 2', '"agreements": -2')) == [
        "line 1, counters.agreements: is no count"
    ]


def test_a_document_is_known_among_other_files(tmp_path: Path) -> None:
    whole = json.loads(written())
    own = [
        save(tmp_path, written(), "a.json"),
        save(tmp_path, b"\xef\xbb\xbf" + written("jsonl"), "b.jsonl"),
        save(tmp_path, json.dumps(whole, sort_keys=True, indent=2).encode(), "c.JSON"),
    ]
    others = [
        save(tmp_path, b'[{"schema": "dealtrack/x"}]', "d.json"),
        save(tmp_path, b'{"title": "x"}', "e.jsonl"),
        save(tmp_path, written(), "f.csv"),
    ]

    assert [is_document(path) for path in (*own, *others)] == [True] * 3 + [False] * 3
    assert [len(list(read(path).all)) for path in own] == [5, 5, 5]


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        read(tmp_path / "none.json")
