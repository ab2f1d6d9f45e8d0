"""The page on urgency tells the weights that count."""

import re

from dealtrack.settings.urgency import ABOUT, Urgency
from tests.docs.session import ROOT

PAGE = ROOT / "docs" / "explanation" / "urgency.md"


def test_every_weight_is_told_with_its_usual_value() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(urgency\.\w+)` \| (\d+) \|", text, re.MULTILINE)

    usual = Urgency()
    assert {key: float(weight) for key, weight in rows} == {
        key: getattr(usual, key.split(".")[1]) for key in ABOUT if key != "urgency.leaders"
    }
