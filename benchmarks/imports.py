"""Importing a table, beside reading it bare.

The same file is read by the same library and thrown away; then it is imported into a ledger
that is not there yet, with its index.  Every run is a whole process; each has its yardstick a
moment before.
"""

import csv
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

from benchmarks.timing import Case, Result, compare

HEADINGS = (
    *("序号", "协议名称", "甲方", "乙方", "签约时间", "总投资（万元）", "行业", "责任单位"),
    *("责任人", "进展情况", "开工时间"),
)
SECTORS = ("数字经济", "能源", "新材料", "农业")

_CSV = (
    "import csv, sys\n"
    "for row in csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')): pass"
)
_XLSX = (
    "import sys\nfrom python_calamine import CalamineWorkbook as Book\n"
    "for row in Book.from_path(sys.argv[1]).get_sheet_by_index(0).to_python(): pass"
)


_JSONL = (
    "import msgspec, sys\n"
    "with open(sys.argv[1], 'rb') as lines:\n"
    "    for row in map(msgspec.json.decode, lines): pass"
)
_BARE = {".csv": _CSV, ".xlsx": _XLSX, ".jsonl": _JSONL}


def rows(size: int) -> list[tuple[object, ...]]:
    """Return a table of *size* made-up projects, always the same."""
    draw = random.Random(size)
    return [
        (
            *(n + 1, f"示例项目{n}合作协议", f"示例市第{n % 50}开发区管委会"),
            *(f"示例科技{n % 5000}有限公司", f"202{n % 6}-{n % 12 + 1:02d}-{n % 28 + 1:02d}"),
            *(n * 37 % 90_000 + 100, draw.choice(SECTORS), f"商务局{n % 20}", f"张{n % 300}"),
            *(
                f"正在办理第{n % 9}项手续",
                f"202{n % 6 + 1}.{n % 12 + 1}" if n % 3 == 0 else "-",
            ),
        )
        for n in range(size)
    ]


def write_csv(path: Path, size: int) -> None:
    """Write the table as spreadsheets do."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows(size)])


def write_xlsx(path: Path, size: int) -> None:
    """Write the table as a workbook."""
    from xlsxwriter import Workbook  # noqa: PLC0415 -- 60 ms

    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        for number, row in enumerate([HEADINGS, *rows(size)]):
            sheet.write_row(number, 0, row)


def write_jsonl(path: Path, size: int) -> None:
    """Write the table as one object on each line."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows(size):
            told = dict(zip(HEADINGS, row, strict=True))
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


def taking_in(path: Path, home: Path) -> Case:
    """Return the import of the table at *path* into a ledger that is not there yet."""
    environment = {**os.environ, "HOME": str(home), "DEALTRACK_TODAY": "2026-11-02"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[1] / "src")
    program = [sys.executable, "-m", "dealtrack", "import", str(path), "--yes", "--quiet"]

    def words(number: int) -> list[str]:
        folder = home / f"ledger-{number}"
        rmtree(folder, ignore_errors=True)
        return [*program, "--ledger", str(folder / "ledger.json")]

    return Case("import", words, environment)


def bare(path: Path) -> Case:
    """Return the yardstick: the same library reads the same file, and nothing else."""
    script = _BARE[path.suffix]
    return Case(
        "bare reading", lambda _n: [sys.executable, "-c", script, str(path)], os.environ
    )


def measure(folder: Path, size: int, rounds: int) -> Iterator[tuple[str, Result, Result]]:
    """Yield the ending, what importing so many rows takes, and what reading them bare takes."""
    formats = (("csv", write_csv), ("xlsx", write_xlsx), ("jsonl", write_jsonl))
    for ending, write in formats:
        path = folder / f"register.{ending}"
        write(path, size)
        alone = bare(path)
        own, base = compare([taking_in(path, folder), alone], alone, rounds, 900)
        yield ending, own, base
