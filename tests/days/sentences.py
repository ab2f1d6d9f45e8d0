"""Sentences made by a grammar in EBNF: an independent reading of it, to try the parser with."""

import re
from collections.abc import Callable

from hypothesis import strategies as st

_TOKEN = re.compile(r'\s*("[^"]*"|\d+\.\.\d+|[a-z0-9-]+|[=|;\[\]{}()])')

Made = st.SearchStrategy[str]


def sentences(grammar: str, start: str) -> Made:
    """Return the sentences that *start* stands for in *grammar*."""
    rules: dict[str, Made] = {}
    for rule in grammar.split(" ;\n"):
        name, equals, body = rule.strip().partition("=")
        if equals:
            reader = _Reader(_TOKEN.findall(body), rules)
            rules[name.strip()] = reader.alternatives()
            assert reader.is_at_end, rule
    return rules[start]


class _Reader:
    """A reader of what stands behind the ``=`` of a rule."""

    def __init__(self, tokens: list[str], rules: dict[str, Made]) -> None:
        self._tokens = tokens
        self._rules = rules
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._tokens)

    def alternatives(self) -> Made:
        found = [self._sequence()]
        while self._next_is("|"):
            found.append(self._sequence())
        return st.one_of(found)

    def _sequence(self) -> Made:
        parts = []
        while self._at < len(self._tokens) and self._tokens[self._at] not in "|])}":
            parts.append(self._part())
        return st.tuples(*parts).map("".join)

    def _part(self) -> Made:
        token = self._tokens[self._at]
        self._at += 1
        if token in {"[", "("}:
            inside = self.alternatives()
            assert self._next_is("]" if token == "[" else ")")
            return st.just("") | inside if token == "[" else inside
        if token.startswith('"'):
            return st.just(token[1:-1])
        if ".." in token:
            return _numbers(token)
        return st.deferred(self._named(token))

    def _named(self, name: str) -> Callable[[], Made]:
        return lambda: self._rules[name]

    def _next_is(self, token: str) -> bool:
        is_it = not self.is_at_end and self._tokens[self._at] == token
        self._at += is_it
        return is_it


def _numbers(token: str) -> Made:
    first, last = token.split("..")
    width = len(first) if first.startswith("0") else 0
    return st.integers(int(first), int(last)).map(lambda n: f"{n:0{width}}")
