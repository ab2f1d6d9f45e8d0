"""Say every page of the program: a child of the tests of the words.

Run as ``python -m tests.spoken zh LEDGER`` it prints a JSON object, the text of each page
by the command that shows it, in Chinese.  With ``marked`` in place of ``zh``, what comes out of
the catalogue is put between ⟦ and ⟧, and what does not stands bare.  This needs a process
of its own: commands choose the words of their help when they are imported.
"""

import gettext
import json
import re
import sys
from collections.abc import Iterator

from dealtrack import text

READING = (
    "status",
    "month 2026-10",
    "overdue",
    "agenda --days 60",
    "list",
    "find 云川",
    "show 14",
    "show 37",
    "show T15",
    "brief 示例云",
    "brief 沈予安",
    "timeline 14",
    "timeline T2",
    "trips",
    "trip show T9",
    "party list",
    "party show 示例云科技",
    "sectors",
)
"""Commands that show what is in the sample ledger."""

LAYOUT = r"(\{[^{}]*\}|\n)"
"""What stands between the words of a sentence: values, and ends of lines."""


class Marked(gettext.NullTranslations):
    """A language in which every sentence is ⟦itself⟧; what is filled in stays outside."""

    def gettext(self, message: str) -> str:
        """Mark the words of *message*."""
        parts = re.split(LAYOUT, message)
        return "".join(p if re.fullmatch(LAYOUT, p) or not p else f"⟦{p}⟧" for p in parts)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Mark the words of the one that suits *n*."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def pages() -> Iterator[tuple[str, str]]:
    """Yield each page: the command that shows it, and its text with headings and hints."""
    from dealtrack.cli import main
    from dealtrack.cli.catalogue import MODULES
    from dealtrack.cli.help import TOPICS
    from dealtrack.cli.run import Run
    from dealtrack.render import plain
    from dealtrack.report.page import Report

    shown: list[str] = []

    def show(run: Run, report: Report) -> None:
        page = report.page()
        shown.append("".join(plain.text(page)) + page.hint)

    Run.show = show  # type: ignore[method-assign, assignment]
    Run.show_while_found = lambda run, running: False  # type: ignore[method-assign, assignment]
    for words in ("", "help", *(f"help {n}" for n in (*MODULES, *TOPICS)), *READING):
        main.run(words.split())
        yield words, shown.pop()


if __name__ == "__main__":
    text.speak("zh")
    if sys.argv[1] == "marked":
        text._spoken = Marked()
    sys.stdout.write(json.dumps(dict(pages()), ensure_ascii=False))
