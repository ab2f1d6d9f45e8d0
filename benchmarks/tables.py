"""Other people's tables: reading them, beside the same file read bare with the same library.

Each reading is a process of its own, ``python -m benchmarks.tables own|bare FILE``; nothing
is imported here before it is needed, since it would count as memory of both.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.commands import environment
from benchmarks.timing import Case, Result, compare

NAMES = ("序号", "项目名称", "签约时间", "甲方", "乙方", "金额（万元）", "区县", "行业", "阶段")
COLUMNS = 15
FORMATS = ("csv", "gbk.csv", "xlsx", "jsonl")

_NOTES = ("按计划推进",) * (COLUMNS - len(NAMES))

Line = tuple[str | int | float, ...]


class Measured(NamedTuple):
    """How long it takes and how much memory, as many times as the library alone."""

    format: str
    own: Result
    bare: Result

    @property
    def memory(self) -> float:
        """Return how many times the memory of the library alone it holds at most."""
        return self.own.peak / self.bare.peak


def measure(folder: Path, rows: int, rounds: int) -> Iterator[Measured]:
    """Yield for each format how a file of so many *rows* is read."""
    subprocess.run([*_PYTHON, "make", str(folder), str(rows)], check=True)
    for name in FORMATS:
        file = folder / f"table.{name}"
        bare, own = (_case(word, file) for word in ("bare", "own"))
        found = {result.name: result for result in compare([bare, own], bare, rounds)}
        yield Measured(name, found["own"], found["bare"])


_PYTHON = [sys.executable, "-m", "benchmarks.tables"]


def _case(word: str, file: Path) -> Case:
    words = [*_PYTHON, word, str(file)]
    return Case(
        word, lambda _number: words, environment(file.parent, file.parent / "none.json")
    )


def make(folder: Path, rows: int) -> None:
    """Write the same table of so many *rows* in every format."""
    _write_csv(folder / "table.csv", rows, "utf-8")
    _write_csv(folder / "table.gbk.csv", rows, "gb18030")
    _write_xlsx(folder / "table.xlsx", rows)
    _write_jsonl(folder / "table.jsonl", rows)


def lines(rows: int) -> Iterator[Line]:
    """Yield the names of the columns, and so many *rows*."""
    names = (*NAMES, *(f"备注{n}" for n in range(len(_NOTES))))
    yield names
    for n in range(1, rows + 1):
        day = f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}"
        parties = (f"示例市人民政府{n % 50}", f"示例科技{n}有限公司")
        rest = (n * 12.5, f"示例区{n % 10}", "energy", "开工")
        yield (n, f"战略合作框架协议第{n}号", day, *parties, *rest, *_NOTES)


def _write_csv(path: Path, rows: int, encoding: str) -> None:
    import csv  # noqa: PLC0415

    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(lines(rows))


def _write_jsonl(path: Path, rows: int) -> None:
    import json  # noqa: PLC0415

    names, *rest = lines(rows)
    with path.open("w", encoding="utf-8") as file:
        for line in rest:
            file.write(
                json.dumps(dict(zip(names, line, strict=True)), ensure_ascii=False) + "\n"
            )


def _write_xlsx(path: Path, rows: int) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        for n, line in enumerate(lines(rows)):
            sheet.write_row(n, 0, line)


def own(path: Path) -> Iterable[object]:
    """Read the table at *path* as `import` does."""
    from dealtrack.exchange.sheets import open_book  # noqa: PLC0415

    (sheet,) = open_book(path).sheets
    return sheet.rows()


def bare(path: Path) -> Iterator[object]:
    """Read it with the library alone, that is told what it cannot know."""
    match path.name.partition(".")[2]:
        case "xlsx":
            from python_calamine import load_workbook  # noqa: PLC0415

            yield from load_workbook(str(path)).get_sheet_by_index(0).iter_rows()
        case "jsonl":
            import msgspec  # noqa: PLC0415

            with path.open("rb") as lines_of_json:
                yield from map(msgspec.json.decode, lines_of_json)
        case name:
            import csv  # noqa: PLC0415

            encoding = "gb18030" if name.startswith("gbk") else "utf-8"
            with path.open(encoding=encoding, newline="") as file:
                yield from csv.reader(file)


def main() -> None:
    """Make the files, or read one to its end."""
    word, path, *more = sys.argv[1:]
    if word == "make":
        return make(Path(path), int(more[0]))
    seen = sum(1 for _ in (own if word == "own" else bare)(Path(path)))
    return print(seen)


if __name__ == "__main__":
    main()
