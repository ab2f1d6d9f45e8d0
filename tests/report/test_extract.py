"""Tables that go out: what stands in their cells can be told apart and read again."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from dealtrack.days import PartialDay
from dealtrack.model import UNNAMED, Agreement, Amount, Kept, Note, Party, Person, Source, Trip
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.query.asked import Excerpt
from dealtrack.query.expr import EVERYTHING, Op, Term
from dealtrack.query.fields import FIELDS
from dealtrack.query.headings import HEADINGS
from dealtrack.render.characters import writable
from dealtrack.render.csv import lines
from dealtrack.render.excel.flat import workbook
from dealtrack.report.extract import USUAL, Extract, Rows, Wanted
from dealtrack.report.page import Row
from dealtrack.text import speaking
from dealtrack.text.cells import parted, unguarded
from tests import golden
from tests.builders import TODAY, a_follow_up, a_trip, an_agreement
from tests.strategies import HOSTILE, ledgers

GOLDEN = Path(__file__).parent / "golden"


def extract(
    records: list[Kept], rows: Rows = "agreements", *fields: str, **more: Any
) -> Extract:
    """Return what stands in *fields* of *records*; in the usual ones if none are given."""
    book = Excerpt.of(
        (one for one in records if isinstance(one, Agreement)),
        (one for one in records if isinstance(one, Trip)),
    )
    return Extract(book, Wanted(rows, fields or USUAL[rows], **more), TODAY)


def row(record: Kept, *fields: str) -> Row:
    """Return the one row of *record*."""
    (found,) = extract(
        [record], "agreements" if isinstance(record, Agreement) else "trips", *fields
    ).rows()
    return found


def test_a_day_is_told_as_far_as_it_is_known() -> None:
    signed = PartialDay.read("2026-07-29/2026-07-30")
    paper = an_agreement(signed=signed, expires=PartialDay.read("2028"))

    assert row(paper, "signed", "expires", "year") == (signed, PartialDay.read("2028"), 2026)
    assert row(an_agreement(signed=None), "signed") == (None,)


def test_a_person_is_told_once_with_post_and_organisation() -> None:
    chen = Person(name="Chen Long", post="Secretary", organisation="Jinhua")
    paper = an_agreement(
        witnesses=(chen, Person(name="Li")), parties=(Party(name="A", signatory=chen),)
    )

    assert row(paper, "witness", "signatory", "person") == (
        "Chen Long, Secretary, Jinhua; Li",
        "Chen Long, Secretary, Jinhua",
        "Chen Long, Secretary, Jinhua; Li",
    )


def test_parties_stand_in_the_column_of_their_side() -> None:
    paper = an_agreement(
        parties=(
            Party(name="Zone", side="ours"),
            Party(name="A; B", side="theirs"),
            Party(name=UNNAMED, side="theirs"),
            Party(name="Nobody's"),
        )
    )

    assert row(paper, "ours", "theirs", "third", "party") == (
        "Zone",
        "A\\; B; ?",
        None,
        "Zone; A\\; B; ?; Nobody's",
    )


def test_words_are_said_in_the_language_of_the_reader_and_read_in_any() -> None:
    paper = an_agreement(kind="contract", sectors=("energy", "food"))
    for language, told in (("en", "energy; food"), ("zh", "能源; 食品")):
        with speaking(language):
            kind, sectors = row(paper, "kind", "sector")

        assert sectors == told
        assert KINDS.find(str(kind)) == "contract"
        assert [SECTORS.find(one) for one in parted(str(sectors))] == ["energy", "food"]


def test_a_note_has_its_day_and_a_source_its_address() -> None:
    paper = an_agreement(
        notes=(
            Note(on=date(2026, 9, 2), text="then"),
            Note(on=date(2026, 9, 1), text="first"),
            Note(on=date(2027, 1, 1), text="to come"),
        ),
        sources=(
            Source(title="Daily", url="https://example.org/a"),
            Source(title="Files"),
            Source(url="https://example.org/b"),
        ),
    )

    assert row(paper, "note", "source") == (
        "2026-09-01 first; 2026-09-02 then",
        "Daily <https://example.org/a>; Files; https://example.org/b",
    )


def test_money_is_a_number_if_it_is_known_of_what() -> None:
    dollars = an_agreement(amount=Amount(value=Decimal("1.50"), currency="USD"))

    assert row(dollars, "amount", "currency") == (Decimal("1.50"), "USD")
    assert row(dollars, "amount") == ("USD 1.50",)
    assert row(an_agreement(amount=Amount(value=Decimal(3))), "amount") == (Decimal(3),)


def test_only_follow_ups_that_answer_have_a_row() -> None:
    tasks = (a_follow_up("one", owner="Li"), a_follow_up("two", owner="Wang"))
    paper, outing = an_agreement(follow_ups=tasks), a_trip(follow_ups=tasks)
    records: list[Kept] = [paper, an_agreement(2), outing]
    where = Term("owner", Op.HAS, "wang")

    told = extract(records, "follow-ups", "ref", "task", "title", where=where).rows()

    assert list(told) == [
        ("1.2", "two", paper.title),
        ("T1.2", "two", outing.title),
    ]


def test_follow_ups_are_put_in_the_order_asked_for() -> None:
    tasks = (a_follow_up("late", date(2026, 12, 5)), a_follow_up("soon", date(2026, 12, 1)))
    found = extract(
        [an_agreement(follow_ups=tasks)], "follow-ups", "task", order=(("due", False),)
    )

    assert list(found.rows()) == [("soon",), ("late",)]


@settings(max_examples=25, deadline=None)
@given(ledgers(), st.sampled_from(["agreements", "follow-ups", "trips"]))
def test_every_column_can_be_told_of_any_record(records: list[Kept], rows: Rows) -> None:
    told = extract(records, rows, *HEADINGS.keys)

    for cells in told.rows():
        assert len(cells) == len(told.columns)
        for name, cell in zip(HEADINGS.keys, cells, strict=True):
            assert cell != "", name


@settings(max_examples=40, deadline=None)
@given(ledgers(most=4))
def test_csv_is_read_back_cell_by_cell(records: list[Kept]) -> None:
    told = extract(records)
    text = "".join(lines(told.columns, told.rows()))

    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))

    assert found[0] == [column.heading for column in told.columns]
    assert [list(map(unguarded, cells)) for cells in found[1:]] == [
        [_spelled(cell) for cell in cells] for cells in told.rows()
    ]
    for cells in found:
        for cell in cells:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@settings(max_examples=25, deadline=None)
@given(ledgers(most=3))
def test_a_workbook_is_read_back_cell_by_cell(records: list[Kept]) -> None:
    told = extract(records)
    content = b"".join(workbook("T", told.columns, told.rows()))
    expected = [[_in_excel(cell) for cell in cells] for cells in told.rows()]

    sheet = load_workbook(BytesIO(content)).worksheets[0]
    found = [[_day(cell.value) for cell in cells] for cells in sheet.iter_rows(min_row=2)]
    again = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)

    assert found == expected
    assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)
    assert [[_day(cell) for cell in cells] for cells in again.to_python()[1:]] == [
        ["" if cell is None else cell for cell in cells] for cells in expected
    ]


def _in_excel(cell: Any) -> Any:
    """Return what a reader of Excel files finds where *cell* was written."""
    match cell:
        case PartialDay() if cell.is_exact:
            return cell.earliest
        case PartialDay():
            return cell.text
        case Decimal() if len(cell.normalize().as_tuple().digits) <= 15:
            return float(cell)
        case Decimal():
            return f"{cell:f}"
        case str():
            return writable(cell)
        case _:
            return cell


def _day(value: Any) -> Any:
    from datetime import datetime

    return value.date() if isinstance(value, datetime) else value


def _spelled(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:f}"
        case PartialDay():
            return cell.text
        case _:
            return str(cell)


def test_what_a_sheet_has_no_room_for_goes_on_the_next() -> None:
    told = extract([an_agreement(n) for n in range(1, 6)], "agreements", "ref")

    book = load_workbook(BytesIO(b"".join(workbook("T", told.columns, told.rows(), room=2))))

    cells = {s.title: [cell.value for (cell,) in s.iter_rows()] for s in book.worksheets}
    assert cells == {"T": ["Ref", "1", "2"], "T 2": ["Ref", "3", "4"], "T 3": ["Ref", "5"]}


def test_a_table_without_rows_has_its_heads() -> None:
    told = extract([], "agreements", "ref", "title")

    book = load_workbook(BytesIO(b"".join(workbook("T", told.columns, told.rows()))))

    assert [cell.value for cell in book.worksheets[0][1]] == ["Ref", "Title"]
    assert list(lines(told.columns, told.rows())) == ["\ufeffRef,Title\r\n"]


def test_rows_are_read_while_they_are_told() -> None:
    seen = []

    class Watched:
        def each(self, *_given: Any, **_more: Any) -> Iterator[Agreement]:
            for number in range(1, 1_000):
                seen.append(number)
                yield an_agreement(number)

    book: Any = Excerpt(Watched(), Watched())  # type: ignore[arg-type]  # enough for this
    told = Extract(book, Wanted("agreements", ("ref",), EVERYTHING), TODAY)
    written = lines(told.columns, told.rows())

    assert [next(written), next(written)] == ["\ufeffRef\r\n", "1\r\n"]
    assert len(seen) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("rows", ["agreements", "follow-ups", "trips"])
def test_the_usual_table_reads_as_it_did(rows: Rows, language: str) -> None:
    chen = Person(name="陈龙", post="市委书记", organisation="金华市")
    task = a_follow_up(HOSTILE[3], date(2026, 11, 1), owner="张三", partners=("a", "b;c"))
    records: list[Kept] = [
        an_agreement(
            title="战略合作协议，“A”",
            amount=Amount(value=Decimal(350_000_000)),
            witnesses=(chen,),
            tags=("-x", "y"),
            follow_ups=(task,),
        ),
        an_agreement(2, signed=PartialDay.read("2026-07"), parties=(Party(name=UNNAMED),)),
        a_trip(lead=chen, follow_ups=(task,)),
    ]
    with speaking(language):
        told = extract(records, rows)

        golden.check(
            GOLDEN / language / f"extract-{rows}.csv", "".join(lines(told.columns, told.rows()))
        )


def test_every_field_that_a_usual_table_has_is_there() -> None:
    assert {name for names in USUAL.values() for name in names} <= {*FIELDS}
