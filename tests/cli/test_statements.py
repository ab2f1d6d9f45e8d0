"""A command puts as many statements to the server as ever, however much is in the ledger."""

import os
import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from dealtrack.model import Link
from dealtrack.store.opening import open_store
from tests.builders import TODAY, a_draft, a_follow_up, a_trip_draft
from tests.cli.home import Home
from tests.postgres.proxy import Proxy
from tests.postgres.server import OWNER, Server

FEW, MANY = 20, 36
"""Agreements: with a few there is something in every section; all are one portion to read."""

LATE = TODAY - timedelta(days=20)

MOST, MOST_OF_A_MONTH = 30, 110
"""Statements of one command: over a network each takes as long as the way there and back."""

READING = (
    "list",
    "list --json",
    "find contract",
    "overdue",
    "agenda --days 90",
    "status",
    "sectors",
    "rates",
    "rates --by unit",
    "promises",
    "show 1",
    "show 1.1 --why",
    "timeline 1",
    "history 1",
    "history --limit 10",
    "trips",
    "show T1",
    "party list",
    "party show 'Example Cloud'",
    "brief 'Example Cloud'",
    "month 2026-10",
    "export csv",
    "remind --json",
)
WRITING = (
    "note 1 'They called'",
    "done 1.1 --note 'Handed over'",
    "follow 1 'Send it again' --due +2w",
    "postpone 1.2 --to 2026-12-24 --reason 'They asked for it'",
    "log 'Contract on halls' --party 'Our Zone (ours)' --party Lessor --signed 2026-10-12",
    "undo --yes",
    "redo --yes",
)


@pytest.fixture
def at_work(home: Home, postgres: Server, office: str, proxy: Proxy) -> Home:
    """A home whose ledger is in a database behind the proxy."""
    address = proxy.url(f"postgresql://{OWNER}@{office}")
    word = postgres.passwords[OWNER]
    return home.having(DEALTRACK_LEDGER=address, PGPASSWORD=word, PGPASSFILE=os.devnull)


def fill(home: Home, more: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put *more* trips into its ledger, each with an agreement that is late with something."""
    monkeypatch.setenv("PGPASSWORD", home.environment["PGPASSWORD"])
    with open_store(home.environment["DEALTRACK_LEDGER"]) as store:
        for number in range(more):
            trip = store.trips.add(a_trip_draft(title=f"Visit {number}"))
            late = a_follow_up(due=LATE - timedelta(days=number % 20), owner="Li Sample")
            open_ = a_follow_up(
                due=TODAY + timedelta(days=number % 20 + 1), owner="Wang Sample"
            )
            store.agreements.add(
                a_draft(
                    title=f"Contract {number}", trip=trip.id, follow_ups=(late, open_, late)
                )
            )


def test_an_agreement_with_many_links_is_shown_in_as_many_statements(
    at_work: Home, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(at_work, 12, monkeypatch)
    with open_store(at_work.environment["DEALTRACK_LEDGER"]) as store:
        for to in ((1,), tuple(range(1, 12))):
            store.agreements.add(
                a_draft(links=tuple(Link(relation="renews", to=n) for n in to))
            )

    assert counted(at_work, proxy, "show 13") == counted(at_work, proxy, "show 14")


def counted(home: Home, proxy: Proxy, command: str) -> int:
    """Return how many statements a command puts, which must succeed."""
    before = len(proxy.lines)
    answer = home.run(*shlex.split(command))
    assert answer.code == 0, f"{command}: {answer.err or answer.out}"
    return sum(len(line.statements) for line in proxy.lines[before:])


def test_a_command_puts_as_many_statements_however_much_there_is(
    at_work: Home, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    found: dict[str, list[int]] = {}
    for more in (FEW, MANY):
        fill(at_work, more, monkeypatch)
        for command in (*READING, *WRITING):
            found.setdefault(command, []).append(counted(at_work, proxy, command))
        assert at_work.run("undo", "5", "--yes").code == 0

    assert {command: ns for command, ns in found.items() if ns[0] != ns[1]} == {}
    assert found.pop("month 2026-10")[0] < MOST_OF_A_MONTH
    assert max(few for few, _many in found.values()) < MOST
