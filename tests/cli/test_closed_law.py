"""The law of a closed month: whatever is done to the ledger, it is printed as it was closed."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.actions import followups, records
from dealtrack.days import PartialDay
from dealtrack.errors import DealtrackError
from dealtrack.model import Amount, Assignment, Note
from dealtrack.model.ref import Ref
from dealtrack.store.base import Store
from tests.builders import a_draft, a_follow_up
from tests.cli.conftest import _furnished
from tests.cli.home import Home

MONTH = "2026-10"
ASKED = (
    "start",
    "amount.year",
    "overdue",
    "size.1b-up.signed.year",
    "sector.energy.signed.year",
)


class Change(NamedTuple):
    """What is done: *how*, to the agreement *ref*, on a *day* that may lie in the month."""

    how: str
    ref: int
    day: date
    much: int


def note(store: Store, one: Change) -> None:
    records.note(store, Ref("agreements", one.ref), Note(on=one.day, text="moved"))


def advance(store: Store, one: Change) -> None:
    stage = ("registered", "started", "in-production")[one.much % 3]
    records.advance(store, Ref("agreements", one.ref), stage, PartialDay.of(one.day))


def fund(store: Store, one: Change) -> None:
    amount = Amount(value=Decimal(one.much * 10_000))
    records.fund(store, Ref("agreements", one.ref), amount, one.day)


def end(store: Store, one: Change) -> None:
    records.change_status(store, Ref("agreements", one.ref), "terminated", one.day, "Withdrew")


def correct(store: Store, one: Change) -> None:
    """Correct what stood in the record all along: the day, the money, the sector, the unit."""
    record = store.agreements.get(one.ref)
    corrected = replace(
        record,
        signed=PartialDay.of(one.day),
        amount=Amount(value=Decimal(one.much * 100_000_000)),
        sectors=("energy",),
        assignments=(Assignment(unit="Another office"),),
    )
    records.revise(store, corrected)


def remove(store: Store, one: Change) -> None:
    records.remove(store, Ref("agreements", one.ref))


def log(store: Store, one: Change) -> None:
    tasks = (a_follow_up(due=one.day),)
    signed, amount = PartialDay.of(one.day), Amount(value=Decimal(one.much * 10**9))
    records.log(store, a_draft(signed=signed, kind="contract", amount=amount, follow_ups=tasks))


def close(store: Store, one: Change) -> None:
    ref = store.agreements.get(one.ref).follow_ups[0].number
    followups.move(store, Ref("agreements", one.ref, ref), "done", one.day)


def undo(store: Store, _one: Change) -> None:
    """Take a change back, but not the closing."""
    if not any(touched.ref.startswith("M") for touched in store.steps(1)[0].changes):
        store.undo()


def redo(store: Store, _one: Change) -> None:
    store.redo()


HOW: dict[str, Callable[[Store, Change], None]] = {
    one.__name__: one
    for one in (note, advance, fund, end, correct, remove, log, close, undo, redo)
}
CHANGES = st.lists(
    st.builds(
        Change,
        how=st.sampled_from([*HOW, "correct", "log"]),
        ref=st.integers(1, 88),
        day=st.dates(date(2026, 9, 20), date(2026, 12, 24)),
        much=st.integers(1, 40),
    ),
    min_size=1,
    max_size=8,
)


def printed(home: Home) -> list[str]:
    """Return all that is printed of the closed month."""
    commands = [("-F", "md"), ("--json",), *(("--explain", one, "--json") for one in ASKED)]
    answers = [home.run("month", MONTH, *words) for words in commands]
    assert [one.code for one in answers] == [0] * len(answers)
    return [one.out for one in (*answers, home.run("month", "--list", "--json"))]


@pytest.fixture(scope="module")
def closed(ledgers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the sample year, whose October is closed; copy it, never write."""
    home = _furnished(tmp_path_factory.mktemp("closed"), ledgers["en"], "en")
    assert home.run("month", MONTH, "--close").code == 0
    return home


@pytest.fixture(scope="module")
def before(closed: Home) -> list[str]:
    return printed(closed)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES)
def test_nothing_that_is_done_later_changes_a_closed_month(
    closed: Home, before: list[str], changes: list[Change]
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copytree(closed.folder, folder, dirs_exist_ok=True)
        home = Home(Path(folder)).on("2026-12-24")
        with home.store() as store:
            for one in changes:
                with suppress(DealtrackError, IndexError):
                    HOW[one.how](store, one)

        assert printed(home) == before


def test_the_law_is_not_kept_by_an_open_month(sample: Home) -> None:
    """What is done in the law is not idle: of a month that is open it changes the figures."""
    first = sample.run("month", MONTH, "--json").out
    for how in ("log", "correct", "remove"):
        with sample.store() as store:
            HOW[how](store, Change(how, 30, date(2026, 10, 12), 3))

        then = sample.run("month", MONTH, "--json").out
        assert then != first
        first = then
