"""``python -m benchmarks.tracing FILE WORDS``: run a command, note what it asks a server."""

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dealtrack.cli.main import main as run
from dealtrack.store.server.connected import PostgresServer
from dealtrack.store.sql.dialect import Sql


class Asked(NamedTuple):
    """One statement that a command put to the server, and how many rows came back."""

    text: str
    values: tuple[Any, ...]
    rows: int


def read(notes: Path) -> list[Asked]:
    """Return what was noted in a file of ours."""
    found: list[Asked] = pickle.loads(notes.read_bytes())
    return found


def main() -> None:
    """Run the command that the command line names, and write down what it asked."""
    notes, seen = Path(sys.argv[1]), list[Asked]()
    for kind in ("rows", "stream", "run"):
        setattr(PostgresServer, kind, _noting(kind, seen))
    sys.argv = ["dealtrack", *sys.argv[2:]]
    try:
        run()
    finally:
        notes.write_bytes(pickle.dumps(seen))


def _noting(kind: str, seen: list[Asked]) -> Any:
    """Return the method called *kind* as it is, but for a note of what it is asked."""
    ask = getattr(PostgresServer, kind)

    def asked(server: PostgresServer, question: Sql) -> Any:
        found = ask(server, question)
        if isinstance(found, int):
            seen.append(Asked(question.text, question.values, 0))
            return found
        rows = list(found)
        seen.append(Asked(question.text, question.values, len(rows)))
        return iter(rows)

    def streamed(server: PostgresServer, question: Sql) -> Iterator[Any]:
        yield from asked(server, question)

    return streamed if kind == "stream" else asked


if __name__ == "__main__":
    main()
