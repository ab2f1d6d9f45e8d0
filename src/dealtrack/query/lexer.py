"""Take a query apart into tokens that know where they stand."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from dealtrack.errors import QueryError
from dealtrack.query.expr import Op
from dealtrack.text import _

# A minus before a digit belongs to a day: ``eom -3d``.
_SYNTAX = re.compile(
    r"""
    (?P<open>[(（]) | (?P<close>[)）])
  | (?P<not>(?:not|非|不是)(?=[\s()（）"“「]|$) | 非(?=[^\W\d]\w*\s*[:：=＝<＜>＞≤≥]))
  | (?P<and>(?:and|且|并且)(?=[\s()（）"“「]|$))
  | (?P<or>(?:or|或|或者)(?=[\s()（）"“「]|$))
  | (?P<minus>[-－−](?=[^\s\d-]))
  | (?P<field>[^\W\d]\w*)\s*(?P<op><=|>=|＜＝|＞＝|[:：=＝<＜>＞≤≥])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPS = str.maketrans({"：": ":", "＝": "=", "＜": "<", "＞": ">", "≤": "<=", "≥": ">="})
_QUOTED = re.compile(r'"(?P<plain>(?:[^"\\]|\\.)*)"|“([^”]*)”|「([^」]*)」', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_QUOTES, _COMMAS, _OPEN, _CLOSE = '"“「', ",，、", "(（", ")）"

TokenKind = Literal["open", "close", "not", "and", "or", "field", "word"]


class Piece(NamedTuple):
    """A stretch of text to be taken as it is: a word, a phrase, one of several values."""

    text: str
    at: int
    end: int
    is_quoted: bool = False


class Token(NamedTuple):
    """A mark, a bare word, or a field with its operator and its values."""

    kind: TokenKind
    text: str
    at: int
    op: Op = Op.HAS
    pieces: tuple[Piece, ...] = ()


def tokens_of(query: str | Sequence[str]) -> tuple[str, list[Token]]:
    """Return *query* as one line, and its tokens with their places in that line.

    Of several shell words each is read for itself, and inside one a value keeps
    its blanks: the shell has taken its quotation marks away.

    Raises:
        QueryError: if a quotation is not closed or a value is missing.
    """
    if isinstance(query, str):
        return query, list(_Scanner(query, 0, len(query), keeps_blanks=False).scan())
    line, at = " ".join(query), 0
    found: list[Token] = []
    for word in query:
        found += _Scanner(line, at, at + len(word), keeps_blanks=True).scan()
        at += len(word) + 1
    return line, found


class _Scanner:
    def __init__(self, line: str, at: int, end: int, *, keeps_blanks: bool) -> None:
        self._line = line
        self._at = at
        self._end = end
        self._keeps_blanks = keeps_blanks

    def scan(self) -> Iterator[Token]:
        self._at = self._after_blanks(self._at)
        while self._at < self._end:
            yield self._token()
            self._at = self._after_blanks(self._at)

    def _token(self) -> Token:
        start = self._at
        found = self._syntax(start)
        if found is None:
            piece = self._piece(stops="")
            return Token("word", piece.text, start, pieces=(piece,))
        self._at = found.end()
        if found["field"]:
            op = Op(found["op"].translate(_OPS))
            return Token("field", found["field"], start, op, tuple(self._values()))
        return Token(_kind_of(found), found.group(), start)

    def _values(self) -> Iterator[Piece]:
        """Yield the values that stand behind an operator, with commas between them."""
        while True:
            operator = self._at
            self._at = self._after_blanks(operator)
            has_blanks = self._at > operator
            if self._at >= self._end or (has_blanks and self._syntax(self._at)):
                raise QueryError(self._line, operator, _("A value is missing here."))
            if self._line[self._at] in _OPEN:
                raise self._bracketed()
            yield self._piece(stops=_COMMAS)
            if self._at >= self._end or self._line[self._at] not in _COMMAS:
                return
            self._at += 1

    def _piece(self, stops: str) -> Piece:
        if self._line[self._at] in _QUOTES:
            return self._quoted()
        start, self._at = self._at, self._end_of_word(stops)
        if start == self._at:
            raise QueryError(self._line, start, _("A value is missing here."))
        return Piece(self._line[start : self._at].rstrip(), start, self._at)

    def _quoted(self) -> Piece:
        start = self._at
        found = _QUOTED.match(self._line, start, self._end)
        if found is None:
            raise QueryError(self._line, start, _("This quotation is never closed."))
        self._at = found.end()
        behind = self._line[self._at : self._at + 1]
        if behind and not behind.isspace() and behind not in _COMMAS + _CLOSE:
            raise QueryError(
                self._line, self._at, _("A blank is missing behind the quotation.")
            )
        text = found[found.lastindex or 0]
        if found["plain"] is not None:
            text = _ESCAPED.sub(r"\1", text)
        return Piece(text, start, self._at, is_quoted=True)

    def _end_of_word(self, stops: str) -> int:
        """Return where a word ends; brackets that it opens itself belong to it."""
        depth, at = 0, self._at
        while at < self._end:
            mark = self._line[at]
            if mark.isspace() and self._ends_at(at):
                break
            if depth == 0 and (mark in _CLOSE or mark in stops):
                break
            depth += (mark in _OPEN) - (mark in _CLOSE)
            at += 1
        return at

    def _ends_at(self, blank: int) -> bool:
        """Whether a word ends at this blank: always, or only if something new follows."""
        at = self._after_blanks(blank)
        if not self._keeps_blanks or at >= self._end:
            return True
        return self._line[at] in _QUOTES or self._syntax(at) is not None

    def _syntax(self, at: int) -> re.Match[str] | None:
        return _SYNTAX.match(self._line, at, self._end)

    def _after_blanks(self, at: int) -> int:
        while at < self._end and self._line[at].isspace():
            at += 1
        return at

    def _bracketed(self) -> QueryError:
        return QueryError(
            self._line,
            self._at,
            _("A value cannot be in brackets."),
            _("Write owner:li,wang for any of several, and quote a value that has brackets."),
        )


def _kind_of(found: re.Match[str]) -> TokenKind:
    kinds: dict[str, TokenKind] = {
        "open": "open",
        "close": "close",
        "not": "not",
        "minus": "not",
        "and": "and",
        "or": "or",
    }
    return kinds[found.lastgroup or ""]
