from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Party, Promise, Trip
from dealtrack.query.asked import Excerpt
from dealtrack.render.console import render
from dealtrack.render.screen import Screen
from dealtrack.report.page import Tiles, Tone
from dealtrack.report.status import Status, sum_status
from tests.report.records import (
    a_task,
    a_trip,
    an_agreement,
    day,
    done,
    ended,
    on,
    owned,
    reached,
)

TODAY = day("2026-11-22")


def the_status(*agreements: Agreement, trips: tuple[Trip, ...] = (), soon: int = 7) -> Status:
    return sum_status(Excerpt.of(agreements, trips), TODAY, soon)


def tiles(status: Status) -> dict[str, tuple[str, Tone, str]]:
    block = status.page().blocks[0]
    assert isinstance(block, Tiles)
    return {tile.label: (tile.value, tile.tone, tile.hint) for tile in block.tiles}


def test_the_tiles_tell_the_six_figures() -> None:
    status = the_status(
        an_agreement(1, "2026-11-20", follow_ups=(a_task(1, "2026-11-21"), a_task(2))),
        an_agreement(2, "2026-09-01"),
        an_agreement(3, "2025-11-22", follow_ups=(a_task(1, "2026-11-22"),)),
        an_agreement(4, "2025-11-23"),
        an_agreement(5, "2024-01-01", statuses=ended("2026-01-01")),
        an_agreement(6, "2026-11-23"),
    )

    assert tiles(status) == {
        "signed": ("5", Tone.PLAIN, "4 ongoing"),
        "this year": ("2", Tone.PLAIN, "last yr 1"),
        "open": ("3", Tone.PLAIN, "follow-ups"),
        "overdue": ("1", Tone.BAD, "up to 1 d"),
        "due soon": ("1", Tone.WARN, "in 7 d"),
        "red lights": ("2", Tone.BAD, "1 yellow"),
    }


def test_nothing_wrong_is_not_coloured() -> None:
    assert {tone for _, tone, _ in tiles(the_status()).values()} == {Tone.PLAIN}


def test_due_soon_is_from_today_to_the_last_day_that_counts() -> None:
    tasks = (
        a_task(1, "2026-11-21"),
        a_task(2, "2026-11-22"),
        a_task(3, "2026-11-29"),
        a_task(4, "2026-11-30"),
        a_task(5, "2026-11-25", states=done("2026-11-01")),
        a_task(6, "2026-11-25", promise=Promise(side="theirs", condition="land")),
    )
    book = an_agreement(1, "2026-11-01", follow_ups=tasks)

    assert [t.ref for t in the_status(book).due_soon] == ["1.2", "1.3"]
    assert [t.ref for t in the_status(book, soon=0).due_soon] == ["1.2"]


def test_the_worst_five_are_shown_and_the_rest_is_counted() -> None:
    tasks = tuple(a_task(n, f"2026-11-{n + 10}") for n in range(1, 8))
    page = the_status(an_agreement(1, "2026-11-01", follow_ups=tasks)).page()
    shown = render(page, Screen(is_terminal=True, width=100))

    assert "1.1  11 days · Task 1" in shown
    assert "1.5  7 days · Task 5" in shown
    assert "Task 6" not in shown
    assert "Longest overdue: 5 of 7" in shown


def test_who_is_behind_is_ranked_by_number_and_then_by_days() -> None:
    book = (
        an_agreement(
            1,
            assignments=owned("Li", "Bureau 1"),
            follow_ups=(a_task(1, "2026-11-20"), a_task(2, "2026-11-19")),
        ),
        an_agreement(2, assignments=owned("Wu"), follow_ups=(a_task(1, "2026-10-01"),)),
        an_agreement(
            3, assignments=owned("", "Bureau 2"), follow_ups=(a_task(1, "2026-11-01"),)
        ),
        an_agreement(4, follow_ups=(a_task(1, "2026-11-21"),)),
    )

    assert [(b.who, b.overdue, b.days_late) for b in the_status(*book).behind] == [
        ("Li", 2, 3),
        ("Wu", 1, 52),
        ("Bureau 2", 1, 21),
        ("", 1, 1),
    ]


def test_the_newest_come_first_and_unknown_days_last() -> None:
    days = ("2026-01-01", "", "2026-11-20", "2026-03", "2026-11-20", "2026-12-01")
    book = [an_agreement(n, text) for n, text in enumerate(days, start=1)]
    newest = the_status(*book).newest

    assert [n.ref for n in newest] == ["5", "3", "4", "1", "2"]
    assert [n.signed for n in newest][2:] == [
        on("2026-03"),
        PartialDay.of(day("2026-01-01")),
        None,
    ]


def test_stages_leave_out_what_was_terminated() -> None:
    book = (
        an_agreement(1, "2026-01-01", stages=reached(registered="2026-02-01")),
        an_agreement(2, "2026-01-01", stages=reached(registered="2026-12-01")),
        an_agreement(3, "2026-01-01", statuses=ended("2026-02-01")),
        an_agreement(4, "", stages=reached(negotiating="2026-02-01")),
    )

    assert [(s.key, s.n) for s in the_status(*book).stages] == [
        ("negotiating", 1),
        ("signed", 1),
        ("registered", 1),
    ]


def test_follow_ups_of_trips_count() -> None:
    trip = a_trip(2, "2026-11-01", follow_ups=(a_task(1, "2026-11-16"),))
    status = the_status(trips=(trip,))

    assert (status.open, [t.ref for t in status.overdue]) == (1, ["T2.1"])


def test_an_empty_ledger_says_so() -> None:
    shown = render(the_status().page(), Screen(is_terminal=True, width=100))

    assert "Nothing is overdue." in shown
    assert "No agreements." in shown


def test_it_fits_one_screen() -> None:
    tasks = tuple(
        a_task(n, f"2026-11-{n + 10}", task="落实项目用地并完成供地手续的全部材料")
        for n in range(1, 19)
    )
    book = [
        an_agreement(
            n,
            "2026-08-01",
            title="人工智能产业园项目投资协议",
            parties=(Party(name="腾讯云计算（北京）有限责任公司", side="theirs"),),
            sectors=("energy", "food", "health", "trade", "finance", "research", "education"),
            assignments=owned(f"王小明{n}"),
            follow_ups=tasks,
            stages=reached(**{stage: "2026-09-01"}),
        )
        for n, stage in enumerate(
            (
                "registered",
                "started",
                "completed",
                "in_production",
                "full_capacity",
                "fulfilled",
            ),
            start=1,
        )
    ]
    page = the_status(*book).page()
    lines = render(page, Screen(is_terminal=True, width=100)).splitlines()

    assert 24 <= len(lines) <= 40
