"""The page on lights tells the settings that count."""

import re

from dealtrack.settings.lights import ABOUT, Rule
from tests.docs.session import ROOT

PAGE = ROOT / "docs" / "explanation" / "lights.md"


def test_every_setting_is_told_with_its_usual_value() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `lights\.(\w+)` \| `?([\w-]+)`? \|", text, re.MULTILINE))

    usual = Rule()
    assert rows.pop("rules") == ",".join(usual.rules)
    assert {f"lights.{key}" for key in rows} == ABOUT.keys() - {"lights.rules"}
    assert {key: int(value) for key, value in rows.items()} == {
        key: getattr(usual, key) for key in rows
    }
