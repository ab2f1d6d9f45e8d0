from dealtrack.query.asked import Excerpt
from dealtrack.report.page import Note, Table
from dealtrack.report.sectors import find_sectors
from tests.report.records import a_task, an_agreement, cny, day, done, reached, usd

TODAY = day("2026-11-22")

BOOK = (
    an_agreement(
        1,
        sectors=("energy", "health"),
        amount=cny(10),
        follow_ups=(a_task(1, "2026-11-21"), a_task(2, "2026-12-01")),
    ),
    an_agreement(2, sectors=("health",), amount=usd(5)),
    an_agreement(3, follow_ups=(a_task(1, "2026-01-01", states=done("2026-01-01")),)),
    an_agreement(4, "2026-12-01", sectors=("food",)),
    an_agreement(
        5,
        "",
        sectors=("trade",),
        stages=reached(negotiating="2026-01-01"),
        follow_ups=(a_task(1),),
    ),
)


def test_each_sector_has_its_agreements_money_and_follow_ups() -> None:
    found = find_sectors(Excerpt.of(BOOK), TODAY)

    assert [(s.key, s.agreements.refs, s.open, s.overdue) for s in found.rows] == [
        ("health", ("1", "2"), 2, 1),
        ("energy", ("1",), 2, 1),
        ("trade", (), 1, 0),
        ("", ("3",), 0, 0),
    ]
    assert found.rows[0].agreements.amounts == (cny(10), usd(5))


def test_the_total_counts_everything_once() -> None:
    total = find_sectors(Excerpt.of(BOOK), TODAY).total

    assert (total.agreements.refs, total.open, total.overdue) == (("1", "2", "3"), 3, 1)
    assert total.agreements.amounts == (cny(10), usd(5))


def test_a_note_tells_how_several_sectors_are_counted() -> None:
    page = find_sectors(Excerpt.of(BOOK), TODAY).page()
    table, note = page.blocks

    assert isinstance(table, Table)
    assert isinstance(note, Note)
    assert note.text.startswith("1 agreement is in several sectors")


def test_a_sector_of_the_office_own_is_counted_under_its_key() -> None:
    found = find_sectors(Excerpt.of([an_agreement(1, sectors=("space-travel",))]), TODAY)

    assert [s.key for s in found.rows] == ["space-travel"]


def test_naming_a_sector_twice_counts_once() -> None:
    found = find_sectors(Excerpt.of([an_agreement(1, sectors=("food", "food"))]), TODAY)

    assert [(s.key, s.agreements.n) for s in found.rows] == [("food", 1)]
    assert found.several == 0
