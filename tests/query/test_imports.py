"""What it costs to read a query."""

import subprocess
import sys

HEAVY = ("dateutil", "difflib", "dataclasses", "tinydb", "rich", "typer", "tomlkit")


def test_reading_a_query_loads_nothing_heavy() -> None:
    code = (
        "import sys, dealtrack.query.parse, dealtrack.query.order, dealtrack.query.measures; "
        "from datetime import date; dealtrack.query.parse.parse('a due:..+2w', date.today()); "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )

    assert ran.stdout.strip() == "[]"
