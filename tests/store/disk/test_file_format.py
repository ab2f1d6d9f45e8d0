"""The page about the files is right: its example is a ledger."""

import json
import os
import re
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path

import pytest

from dealtrack.store.tiny import TinyStore

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "file-format.md"


def blocks(language: str) -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    checkpoint, journal = blocks("json")
    (tmp_path / "ledger.json").write_bytes(checkpoint.encode())
    (tmp_path / "ledger.journal").write_bytes(journal.encode())
    return tmp_path / "ledger.json"


def test_the_checksums_of_the_example_can_be_had_with_the_standard_library(
    ledger: Path,
) -> None:
    text = ledger.read_bytes()
    meta = json.loads(text)["_meta"]["1"]

    blank = text.replace(meta["checksum"].encode(), b"00000000", 1)
    lines = ledger.with_suffix(".journal").read_bytes().splitlines(keepends=True)
    sums = [f"{zlib.crc32(line.rpartition(b',')[0]):08x}" for line in lines]

    assert f"{zlib.crc32(blank):08x}" == meta["checksum"]
    assert sums == [json.loads(line)["sum"] for line in lines]
    assert meta["journal"] == {"offset": len(lines[0]), "last": sums[0]}


def test_dealtrack_reads_the_example(ledger: Path) -> None:
    store = TinyStore(ledger)

    (agreement,) = store.agreements.search(as_of=date(2026, 10, 5))

    assert agreement.notes[0].text == "Draft sent"
    assert [change.by for change in store.history("1")] == ["Li Na", "王芳"]
    assert store.trips.get(1).title == "Harbour visit"
    assert [(str(one.called), one.unit) for one in store.slips] == [("2026-1", "Port Office")]


def test_the_program_on_the_page_reads_the_example_as_dealtrack_does(ledger: Path) -> None:
    (program,) = blocks("python")
    code = program + "print(json.dumps(tables))"

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-I", "-c", code],
        cwd=ledger.parent,
        capture_output=True,
        check=True,
        env=dict(os.environ),
    )

    tables = json.loads(done.stdout)
    assert tables["agreements"]["1"]["version"] == 2
    assert tables["agreements"]["1"]["notes"][0]["text"] == "Draft sent"
    assert tables["slips"]["202600001"]["deadline"] == "2026-06-12"


def test_the_program_still_writes_what_the_page_describes(ledger: Path, tmp_path: Path) -> None:
    store = TinyStore(tmp_path / "new.json")
    store.agreements.add(TinyStore(ledger).agreements.get(1))

    def keys(path: Path) -> tuple[list[str], list[str], list[str]]:
        text = path.read_bytes()
        line = path.with_suffix(".journal").read_bytes().splitlines()[0]
        meta = json.loads(text)["_meta"]["1"]
        return list(meta), list(json.loads(text)), list(json.loads(line))

    assert keys(tmp_path / "new.json") == keys(ledger)
