"""The list of agreements, whole or while it is read."""

from collections.abc import Iterator

from dealtrack.model import Agreement
from dealtrack.report.register import Roll
from tests.builders import TODAY, an_agreement


def agreements(several: int) -> Iterator[Agreement]:
    return (an_agreement(id_) for id_ in range(1, several + 1))


def never() -> int:
    raise AssertionError("nothing was left out, and yet it was counted")


def test_a_whole_list_counts_itself() -> None:
    report = Roll(agreements(3), never, TODAY).whole()

    assert (report.total, [line.ref for line in report.agreements]) == (3, ["1", "2", "3"])


def test_a_list_shorter_than_its_limit_counts_itself() -> None:
    assert Roll(agreements(3), never, TODAY, limit=4).whole().total == 3


def test_a_limit_leaves_lines_out_and_says_of_how_many() -> None:
    report = Roll(agreements(3), lambda: 3, TODAY, limit=2).whole()

    assert (report.total, len(report.agreements)) == (3, 2)
    assert report.page().blocks[0].more == "2 of 3 – use --all"  # type: ignore[union-attr]


def test_its_rows_are_those_of_its_page() -> None:
    whole = Roll(agreements(3), never, TODAY).whole()
    running = Roll(agreements(3), never, TODAY)

    (table,) = whole.page().blocks
    assert (running.columns, tuple(running.rows())) == (table.columns, table.rows)  # type: ignore[union-attr]


def test_nothing_is_read_before_it_is_told() -> None:
    found = agreements(1_000)

    rows = Roll(found, never, TODAY).rows()
    next(rows)

    assert next(found).id == 2
