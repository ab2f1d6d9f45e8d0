"""``python -m benchmarks``: time the commands, and say which goals they reach.

``BENCH_SIZES=1000,10000,100000`` measures all that the goals speak of, in twenty minutes;
without it, two sizes in ten.  Other people's programs are taken from
PATH and from the folders that ``BENCH_PEERS`` names.
"""

import argparse
import os
import platform
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import commands, imports, tables
from benchmarks.goals import Figures, goals
from benchmarks.timing import Result, compare, run

HERE = Path(__file__).parents[1]
LONG_LIST = 20_000
TABLE = 100_000


def main() -> None:
    """Measure and print."""
    asked = _asked()
    os.chdir(HERE)
    print(_machine(), end="\n\n")
    with TemporaryDirectory(prefix="dealtrack-bench-") as name:
        figures = Figures()
        _measure(figures, Path(name), asked.sizes, asked.rounds)
        _measure_tables(figures, Path(name), asked.rounds)
        _measure_imports(figures, Path(name))
        _measure_peers(figures, Path(name), asked.sizes, asked.rounds)
    print("\n| goal | | measured | |\n|---|---:|---:|---|")
    for goal in goals(figures):
        print(f"| {goal.what} | {goal.bound} | {goal.measured} | {goal.verdict} |")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    sizes = "how many agreements the ledgers hold, such as 1000,10000"
    usual = _numbers(os.environ.get("BENCH_SIZES", "1000,10000"))
    parser.add_argument("--sizes", type=_numbers, default=usual, help=sizes)
    parser.add_argument("--rounds", type=int, default=5, help="how often each command runs")
    return parser.parse_args()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


def _machine() -> str:
    cores, load = os.cpu_count(), os.getloadavg()[0]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()}, {cores} cores, load {load:.1f} at the start"


def _measure(figures: Figures, folder: Path, sizes: Iterable[int], rounds: int) -> None:
    print("| agreements | command | ms | × bare app | × at the first size | MB | KiB written |")
    print("|---:|---|---:|---:|---:|---:|---:|")
    line, table = (commands.bare(folder, rows) for rows in (0, 20))
    run(table)
    _enter(figures, 0, compare([table], table, rounds))
    _enter(figures, 0, compare([line, commands.version(folder)], line, rounds))
    for size in sizes:
        made = commands.make(folder / f"of-{size}", size, rounds + 1)
        commands.first_change(made)
        _enter(figures, size, compare(commands.cases(made), table, rounds))
        _enter(figures, size, compare([commands.without_index(made)], table, rounds))
        figures.weights[size] = made.path.stat().st_size
    made = commands.make(folder / "long", LONG_LIST)
    commands.first_change(made)
    _enter(figures, LONG_LIST, compare([commands.long_list(made)], table, rounds))


def _enter(figures: Figures, size: int, results: Iterable[Result]) -> None:
    for result in results:
        figures.enter(size, result)
        first = figures.growth(size, result.name)
        cells = (
            f"{size:,}" if size else "–",
            result.name,
            f"{result.seconds * 1000:.0f}",
            f"{result.ratio:.2f}",
            f"{first:.2f}" if first else "",
            f"{result.peak / 1e6:.0f}",
            "" if result.written is None else f"{result.written / 1024:.1f}",
        )
        print(f"| {' | '.join(cells)} |", flush=True)


def _measure_tables(figures: Figures, folder: Path, rounds: int) -> None:
    print(f"\n| a table of {TABLE:,} rows | read, ms | × the library alone | MB | × alone |")
    print("|---|---:|---:|---:|---:|")
    for found in tables.measure(folder, TABLE, rounds):
        figures.tables[found.format] = found.own.ratio, found.memory
        cells = f"{found.own.seconds * 1000:.0f} | {found.own.ratio:.2f}"
        print(
            f"| {found.format} | {cells} | {found.own.peak / 1e6:.0f} | {found.memory:.2f} |",
            flush=True,
        )


def _measure_imports(figures: Figures, folder: Path) -> None:
    print(f"\n| a register of {TABLE:,} rows | s | × reading it bare | MB | × bare |")
    print("|---|---:|---:|---:|---:|")
    for ending, found, alone in imports.measure(folder, TABLE, 1):
        memory = found.peak / alone.peak
        figures.imports[ending] = found.ratio, memory
        cells = f"{found.seconds:.1f} | {found.ratio:.1f} | {found.peak / 1e6:.0f}"
        print(f"| {ending} | {cells} | {memory:.2f} |", flush=True)


def _measure_peers(figures: Figures, folder: Path, sizes: Iterable[int], rounds: int) -> None:
    from benchmarks import peers  # noqa: PLC0415 -- after the rest, because of its memory

    print("\n| tasks | program | start, ms | add | overdue | month |")
    print("|---:|---|---:|---:|---:|---:|")
    for size in sizes:
        known = peers.tasks(size)
        for peer in peers.PEERS:
            cells = ["not installed", "", "", ""]
            if peers.program(peer):
                seconds = peers.measure(peer, folder / f"{peer.command}-{size}", known, rounds)
                figures.peers[size, peer.name] = seconds
                told = (seconds.get(question) for question in peers.QUESTIONS)
                cells = [f"{s * 1000:.0f}" if s else "" for s in told]
            print(f"| {len(known):,} | {peer.name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
