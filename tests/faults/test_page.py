"""The page on reliability holds the figures that the series wrote."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.faults import counting

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "reliability.md"
TOOL = ROOT / "tools" / "reliability.py"


def test_the_table_is_made_of_the_figures() -> None:
    figures = json.loads((ROOT / "tests" / "faults" / "counts.json").read_text("utf-8"))

    made = subprocess.run(
        [sys.executable, "-c", _TABLE, str(TOOL.parent), json.dumps(figures)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert made in PAGE.read_text(encoding="utf-8")


_TABLE = """
import json, sys
sys.path.insert(0, sys.argv[1])
import reliability
for line in reliability.table(json.loads(sys.argv[2])):
    print(line)
"""


def test_every_series_of_a_test_is_on_the_page() -> None:
    named = set[str]()
    for path in Path(counting.__file__).parent.glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        named |= {n for n in re.findall(r'tally\.add\(\s*f?"([a-z-]+[\w.-]*)"', text) if n}
        named |= set(re.findall(r'series = "([a-z-]+)" if \w+ else "[a-z-]+"', text))

    known = set(re.findall(r'^    "([\w.-]+)": Series', TOOL.read_text("utf-8"), re.MULTILINE))
    assert named - {"flip", "cut", "stopped"} <= known
