"""The program's own pages as Markdown for the web: pairs become tables."""

import re
from collections.abc import Iterator

from dealtrack.render import plain
from dealtrack.report.page import Page

_PAIR = re.compile(r"- \*\*(?P<name>.*?):\*\* (?P<value>.*)")


def as_markdown(page: Page, lower: int = 0, *, typed: bool = False) -> Iterator[str]:
    """Yield the lines of *page*, its headings so many levels lower.

    Pairs become a table; if they are *typed*, their names are what people type.
    """
    is_inside = False
    for line in plain.markdown(page):
        pair = _PAIR.fullmatch(line.rstrip("\n"))
        if pair and not is_inside:
            yield "| | |\n| --- | --- |"
        is_inside = bool(pair)
        if pair:
            name = re.sub(r"\\(.)", r"\1", pair["name"])
            told = f"`{cell(name)}`" if typed else pair["name"]
            yield f"| {told} | {pair['value']} |"
        else:
            yield ("#" * lower if line.startswith("#") else "") + line.rstrip("\n")


def pairs(left: str, right: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    """Yield a table of two columns, the left one of what people type."""
    if rows:
        lines = (f"| `{cell(a)}` | {cell(b)} |" for a, b in rows)
        yield "\n".join((f"| {left} | {right} |", "| --- | --- |", *lines, ""))


def cell(text: str) -> str:
    """Return *text* as it stands in a table."""
    return text.replace("|", "\\|")
