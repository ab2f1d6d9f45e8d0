"""Whoever turns pages of an answer from a server holds nothing there meanwhile."""

import os
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.cli.writing import begun
from tests.postgres.server import OWNER, Server

PAGER = """
import sys
import psycopg

with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    asked = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
    )
    ((waiting,),) = connection.execute(asked)
sys.stdin.read()
print(f"{waiting} in a transaction")
"""

PAGED = (
    "list",
    "overdue",
    "agenda",
    "status",
    "show 1",
    "timeline 1",
    "history",
    "history 1",
    "month 2026-10",
    "month 2026-10 --explain signed",
    "rates",
    "promises",
    "party list",
    "doctor",
)


@pytest.mark.parametrize("command", PAGED)
def test_nothing_is_held_on_the_server_while_pages_are_turned(
    home: Home, postgres: Server, office: str, tmp_path: Path, command: str
) -> None:
    pager = tmp_path / "pager.py"
    pager.write_text(PAGER, encoding="utf-8")
    address = f"postgresql://{OWNER}@{office}"
    turning = shlex.join([sys.executable, str(pager), address])
    word = postgres.passwords[OWNER]
    at_work = home.having(
        DEALTRACK_LEDGER=address, PGPASSWORD=word, PGPASSFILE=os.devnull, PAGER=turning
    )
    begun(at_work)

    answer = at_work.terminal(*shlex.split(command), lines=2)

    assert "0 in a transaction" in answer.out
