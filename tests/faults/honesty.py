"""Whether the program tells the truth about a command that a fault befell."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from tests.cli.home import Answer, Home
from tests.faults.counting import SCALE
from tests.faults.program import Nursery, Outcome
from tests.faults.truth import replayed, strays, told
from tests.faults.work import FILES, LEAVES_NO_LINE, fresh

HONEST = {3, 4, 5, 6, 7}
"""Exit codes of a command that did not do what it should."""


class Expected(NamedTuple):
    """What a command does where nothing is in its way."""

    words: tuple[str, ...]
    done: Home
    before: dict[tuple[str, int], Any]
    after: dict[tuple[str, int], Any]

    @classmethod
    def of(cls, nursery: Nursery, home: Home, words: Sequence[str]) -> Self:
        """Run the command on a copy of *home*."""
        done = fresh(nursery, home, "done")
        before = told(done.ledger).content
        outcome = nursery.run(done, *words, checkpoint=1, files=FILES)
        assert outcome.code == 0, outcome
        return cls(tuple(words), done, before, told(done.ledger).content)

    @property
    def is_transaction(self) -> bool:
        """Whether the command changes the ledger."""
        return not " ".join(self.words).startswith(LEAVES_NO_LINE)


def judged(
    nursery: Nursery,
    home: Home,
    expected: Expected,
    outcome: Outcome | Answer,
    fault: object,
    nth: int = 0,
) -> str:
    """Return in words what came out; fail if anything of it is not true.

    The ledger is the old or the new one, the exit code and the sentence say which, and
    the next command works.
    """
    seen = (fault, outcome)
    assert "Traceback" not in outcome.err + outcome.out, seen
    assert outcome.code in HONEST | {0}, seen
    found = told(home.ledger).content
    assert found == replayed(home.ledger).content, seen
    is_saved = _is_said_to_be_saved(outcome)

    if "not certain whether" in outcome.err:
        assert found in (expected.before, expected.after), seen
    elif expected.is_transaction:
        assert found == (expected.after if is_saved else expected.before), seen
        assert is_saved or "Nothing was saved" in outcome.err, seen
    else:
        assert found == expected.before, seen
    goes_on(nursery, home, nth, seen=seen)
    if "not certain whether" in outcome.err:
        return "uncertain, and said so"
    if not expected.is_transaction:
        return "done" if outcome.code == 0 else "not done, and said so"
    return "saved, and said so" if is_saved else "not saved, and said so"


def _is_said_to_be_saved(outcome: Outcome | Answer) -> bool:
    return outcome.code == 0 or " is saved, " in outcome.err


def goes_on(nursery: Nursery, home: Home, nth: int = 0, *, seen: object = "") -> None:
    """Check that the next command works, under a new ref, and leaves nothing lying about.

    A usual test run checks it after every third of a row of faults.
    """
    if SCALE == 1 and nth % 3:
        return
    before = told(home.ledger)
    refs = [id_ for table, id_ in before.records if table == "agreements"]
    outcome = nursery.run(home, "log", "afterwards", "--quiet", checkpoint=1)

    assert outcome.code == 0, (seen, outcome)
    assert int(outcome.out) > max(refs, default=0), (seen, outcome)
    assert told(home.ledger) == replayed(home.ledger), seen
    assert strays(home.ledger.parent) == [], seen
