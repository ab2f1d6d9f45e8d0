"""How often each fault was done and what came out: for the page on reliability.

Processes of one test run add to one file, a line for each test, so that they need
not know of each other; ``tools/reliability.py`` adds the lines up.
"""

import json
import os
from collections import Counter
from pathlib import Path

SCALE = int(os.environ.get("DEALTRACK_FAULTS", "1"))
"""How many times as many faults as in a usual test run."""

_KEPT = os.environ.get("DEALTRACK_FAULTS_COUNTS", "")


class Tally:
    """The faults of one test, by *series*: a name in tools/reliability.py."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, series: str, outcome: str, times: int = 1) -> None:
        """Note that a fault of *series* came out as *outcome*."""
        self._counts[series, outcome] += times

    def keep(self) -> None:
        """Add to the file that the environment names, if it names one."""
        if _KEPT and self._counts:
            counts = [[*key, times] for key, times in self._counts.items()]
            with Path(_KEPT).open("a", encoding="utf-8") as file:
                file.write(json.dumps(counts) + "\n")

    def of(self, series: str) -> dict[str, int]:
        """Return the outcomes of *series* so far."""
        return {o: n for (s, o), n in self._counts.items() if s == series}
