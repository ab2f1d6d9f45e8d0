"""A real ledger for the actions, with agreement 1 and its follow-ups."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from dealtrack.model import Amount, FollowUp, Promise
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from tests.builders import TODAY, a_draft, a_follow_up


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A ledger with agreement 1: task 1.1 due today, commitment 1.2, task 1.3 without a day."""
    with open_store(str(tmp_path / "ledger.json"), author="Li", words="test") as opened:
        opened.agreements.add(
            a_draft(
                follow_ups=(
                    a_follow_up(),
                    FollowUp(task="Subsidy", due=TODAY, promise=_promise()),
                    FollowUp(task="Report", due_text="signed+1m"),
                )
            )
        )
        yield opened


def _promise() -> Promise:
    return Promise(side="ours", condition="registered", amount=Amount(value=Decimal(500)))
