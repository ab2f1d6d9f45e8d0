"""The reference says what the program says today."""

import subprocess
import sys
from pathlib import Path

from dealtrack.cli.catalogue import MODULES
from tests.docs.session import ROOT

DOCS = ROOT / "docs"


def test_the_reference_and_the_pictures_are_up_to_date(tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path / "home")}

    subprocess.run(
        [sys.executable, str(ROOT / "tools" / "reference.py"), str(tmp_path / "docs")],
        env=environment,
        check=True,
    )

    made = sorted(path for path in (tmp_path / "docs").rglob("*") if path.is_file())
    assert len(made) > 10
    for path in made:
        kept = DOCS / path.relative_to(tmp_path / "docs")
        assert kept.exists(), f"{kept} is missing: run `make docs`"
        assert path.read_text() == kept.read_text(), f"{kept} is out of date: run `make docs`"


def test_every_command_is_in_the_reference() -> None:
    headings = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8").splitlines()

    assert {f"## {name}" for name in MODULES} <= set(headings)
