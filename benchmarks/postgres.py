"""``python -m benchmarks.postgres``: a ledger of a million agreements on a PostgreSQL server.

``BENCH_AGREEMENTS=100000`` makes it smaller.  Each command is a whole process, in turns with
the same command on a ledger of ten agreements on the same server: its floor, which is the
start of Python, of the program and of the connection.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from benchmarks import office, tracing
from benchmarks.ledgers import TODAY
from benchmarks.office import Office
from benchmarks.timing import Case, Result, compare
from benchmarks.tracing import Asked
from dealtrack.store.server.postgres import as_psycopg
from dealtrack.store.sql.dialect import Sql

COMMANDS = {
    "overdue --limit 50": ("overdue", "--limit", "50"),
    "agenda --limit 50": ("agenda", "--limit", "50"),
    "show 7": ("show", "7"),
    "note 7": ("note", "7", "a call"),
    "list --limit 50": ("list", "--limit", "50"),
    "rates --by year": ("rates", "--by", "year"),
    "month": ("month", "2026-10"),
}
FEW = 10
HERE = Path(__file__).parents[1]


def main() -> None:
    """Fill, measure and print."""
    size = int(os.environ.get("BENCH_AGREEMENTS", "1000000"))
    rounds = int(os.environ.get("BENCH_ROUNDS", "3"))
    with office.serving() as server, TemporaryDirectory(prefix="dealtrack-bench-") as home:
        few, _ = office.make(server, "few", FEW)
        many, filled = office.make(server, "many", size)
        print(f"{size:,} agreements, {3 * size:,} follow-ups, {filled.size / 1e9:.1f} GB;")
        print(f"the first {filled.agreements:,} entered by COPY in {filled.seconds:.0f} s.\n")
        print("| command | s | × floor | MB | statements | rows | slowest plan |")
        print("|---|---:|---:|---:|---:|---:|---|")
        for name, words in COMMANDS.items():
            result = _timed(name, words, many, few, Path(home), rounds)
            _print(result, _traced(words, many, Path(home)), many)


def _timed(
    name: str, words: tuple[str, ...], many: Office, few: Office, home: Path, rounds: int
) -> Result:
    case, floor = (_case(name, words, place, home) for place in (many, few))
    (result,) = compare([case], floor, rounds, patience=600)
    return result


def _case(name: str, words: tuple[str, ...], place: Office, home: Path) -> Case:
    environment = {**os.environ, **_surroundings(place, home)}
    program = [sys.executable, "-m", "dealtrack", *words]
    return Case(name, lambda _number: program, environment)


def _surroundings(place: Office, home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "DEALTRACK_LEDGER": place.url,
        "DEALTRACK_TODAY": TODAY.isoformat(),
        "PYTHONPATH": os.pathsep.join(map(str, (HERE / "src", HERE))),
        **place.environment,
    }


def _traced(words: tuple[str, ...], place: Office, home: Path) -> list[Asked]:
    """Run a command once more, and return what it asks."""
    notes = home / "asked"
    environment = {**os.environ, **_surroundings(place, home)}
    program = [sys.executable, "-m", "benchmarks.tracing", str(notes), *words]
    subprocess.run(program, env=environment, check=True, stdout=subprocess.DEVNULL)
    return tracing.read(notes)


def _print(result: Result, asked: list[Asked], place: Office) -> None:
    slowest = max(
        (
            _plan(one, place)
            for one in asked
            if " FROM " in one.text and "nextval" not in one.text
        ),
        default=(0.0, "–"),
    )
    print(
        f"| {result.name} | {result.seconds:.2f} | {result.ratio:.1f} | "
        f"{result.peak / 1e6:.0f} | {len(asked)} | {sum(one.rows for one in asked):,} | "
        f"{slowest[0]:.0f} ms: {slowest[1]} |",
        flush=True,
    )


def _plan(one: Asked, place: Office) -> tuple[float, str]:
    """Return how many milliseconds a question takes the server, and by which ways."""
    if " FROM " not in one.text or not one.text.startswith("SELECT"):
        return (0.0, "–")
    question = Sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {one.text}", one.values)
    with psycopg.connect(
        place.url, autocommit=True, options="-c search_path=dealtrack"
    ) as database:
        ((found,),) = database.execute(as_psycopg(question), question.values or None).fetchall()
    plan = found if isinstance(found, list) else json.loads(found)
    return plan[0]["Execution Time"], ", ".join(dict.fromkeys(_ways(plan[0]["Plan"])))


def _ways(plan: dict[str, Any]) -> Iterator[str]:
    if where := plan.get("Index Name") or plan.get("Relation Name"):
        yield f"{plan['Node Type']} {where}"
    for part in plan.get("Plans", ()):
        yield from _ways(part)


if __name__ == "__main__":
    main()
