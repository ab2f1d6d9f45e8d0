"""Which line of a TOML text each value stands on, which its parser does not tell.

The text has passed the parser, so that this walk may trust its form and only
follow it: tables, keys, and the items of arrays and inline tables.
"""

import re
from bisect import bisect_right

Steps = tuple[str | int, ...]
"""The way to a value: names, and numbers of items counted from 1."""

_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_SCALAR = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^'\n]*'|[^,\]}\n#]+''',
    re.DOTALL,
)


def spell(steps: Steps) -> str:
    """Return *steps* as people read them: ``agreement[2].signed``."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(parts).removeprefix(".")


def find_lines(text: str) -> dict[Steps, int]:
    """Return the line of everything in a valid TOML *text*."""
    walk = _Walk(text.replace("\r\n", "\n"))
    walk.document()
    return walk.lines


def line_of(steps: Steps, lines: dict[Steps, int]) -> int:
    """Return the line of *steps*, or of the nearest that holds them; 0: none is known."""
    while steps and steps not in lines:
        steps = steps[:-1]
    return lines.get(steps, 0)


class _Walk:
    """A walk through the text; *position* is how far it has come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.lines: dict[Steps, int] = {}
        self.items: dict[Steps, int] = {}
        self.breaks = [found.start() for found in re.finditer("\n", text)]

    def document(self) -> None:
        table: Steps = ()
        self.skip()
        while self.position < len(self.text):
            if self.text[self.position] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip()

    def header(self) -> Steps:
        several = self.text.startswith("[[", self.position)
        start = self.position
        self.position += 2 if several else 1
        steps: Steps = ()
        names = self.key()
        for name in names:
            steps += (name,)
            self.mark(steps, start)
            if several and len(names) == sum(isinstance(s, str) for s in steps):
                self.items[steps] = self.items.get(steps, 0) + 1
            if steps in self.items:
                steps += (self.items[steps],)
            self.mark(steps, start)
        self.skip()
        self.position += 2 if several else 1
        return steps

    def pair(self, table: Steps) -> None:
        start = self.position
        steps = table
        for name in self.key():
            steps += (name,)
            self.mark(steps, start)
        self.skip()
        self.position += 1  # the equals sign
        self.skip()
        self.value(steps)

    def key(self) -> list[str]:
        names = []
        while True:
            self.skip()
            raw = self.take(_KEY)
            names.append(_unquoted(raw) if raw[:1] in {'"', "'"} else raw)
            if not self.take(_DOT):
                return names

    def value(self, steps: Steps) -> None:
        match self.text[self.position]:
            case "[":
                self.each("]", steps)
            case "{":
                self.each("}", steps)
            case _:
                self.take(_SCALAR)

    def each(self, end: str, steps: Steps) -> None:
        """Walk through an array or an inline table, up to its *end*."""
        self.position += 1
        number = 0
        self.skip()
        while self.text[self.position] != end:
            number += 1
            if end == "}":
                self.pair(steps)
            else:
                self.mark((*steps, number), self.position)
                self.value((*steps, number))
            self.skip()
            if self.text[self.position] == ",":
                self.position += 1
                self.skip()
        self.position += 1

    def mark(self, steps: Steps, position: int) -> None:
        self.lines.setdefault(steps, bisect_right(self.breaks, position) + 1)

    def skip(self) -> None:
        self.take(_GAP)

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.position)
        if found is None:
            return ""
        self.position = found.end()
        return found.group()


def _unquoted(key: str) -> str:
    import tomllib  # noqa: PLC0415 -- 3 ms; it is loaded where a text has been parsed

    text: str = tomllib.loads(f"k = {key}")["k"]
    return text
