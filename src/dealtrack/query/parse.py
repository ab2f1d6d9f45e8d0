"""Read a question as people type it.

::

    query  := either
    either := every {("or" | 或) every}
    every  := term {["and" | 且] term}
    term   := ("not" | 非 | "-") term | "(" either ")" | "is:" STATE
            | FIELD (":" | "=") values | FIELD ("<" | "<=" | ">" | ">=") value | word
    values := value {"," value}                any of them
    value  := "none" | "any" | text | low ".." high | low ".." | ".." high

``sector:energy due:..+2w not owner:li`` asks for three things at once.  A bare
word is looked for in every text, and as the name of a sector or a kind; a
phrase in quotation marks in the texts alone.  ``:`` finds a part of a text, ``=``
the whole.  A month, a quarter or a year means all of its days, and a range
includes both of its ends.  ``none`` is for what is missing, ``any`` for what is
not.  Full-width marks and Chinese names of fields and words do as well.

In a shell, brackets, ``<``, ``>`` and a query that begins with ``-`` need quotation
marks; full-width brackets do not.  A query arrives as shell words, and **inside
one shell word a value keeps its blanks up to the next term, operator word,
bracket or quotation**.  So
``"party:Tencent Cloud"`` is one party, ``party:Tencent Cloud`` a party and a
word, and ``"party:Tencent Cloud not owner:li"`` two terms.  In a query that is
one string every blank ends a value; quote ``party:"Tencent Cloud"`` there.  An
amount may hold commas, and thus is always one.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from dealtrack.errors import QueryError
from dealtrack.model import Amount
from dealtrack.query.comparing import any_key, compare, did_you_mean
from dealtrack.query.expr import EVERYTHING, And, Expr, Not, Op, Or, Term, Value
from dealtrack.query.field import Field, Kind
from dealtrack.query.fields import FIELDS, find_field, nearest_fields
from dealtrack.query.lexer import Piece, Token, tokens_of
from dealtrack.query.states import find_state, nearest_states
from dealtrack.query.words import fold
from dealtrack.text import _

_NONE, _ANY = ("none", "无", "空"), ("any", "有")
_IS = ("is", "是")
_DEEPEST = 50
_SAFE = re.compile(r"[\w.+%/-]*\w")


def parse(query: str | Sequence[str], today: date) -> Expr:
    """Read *query*, a line or shell words; ``+2w`` and the like count from *today*.

    Raises:
        QueryError: if *query* cannot be read; it says where and why.
    """
    line, tokens = tokens_of(query)
    return _Parser(line, tokens, today).parse()


def unparse(expr: Expr) -> str:
    """Return a query that `parse` reads as *expr*; a part that stands alone loses its group."""
    return "" if expr == EVERYTHING else _spelled(expr)


class _Parser:
    def __init__(self, line: str, tokens: list[Token], today: date) -> None:
        self._line = line
        self._tokens = tokens
        self._today = today
        self._next = 0
        self._depth = 0

    def parse(self) -> Expr:
        if not self._tokens:
            return EVERYTHING
        expr = self._either()
        if token := self._peek():
            raise self._error(token.at, _("No bracket is open here."))
        return expr

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> Token:
        token = self._peek()
        if token is None:
            raise self._error(len(self._line), _("Something is missing at the end."))
        self._next += 1
        return token

    def _either(self) -> Expr:
        parts = [self._every()]
        while (token := self._peek()) and token.kind == "or":
            self._take()
            parts.append(self._every())
        return _any_of(parts)

    def _every(self) -> Expr:
        parts = [self._term()]
        while (token := self._peek()) and token.kind not in {"or", "close"}:
            if token.kind == "and":
                self._take()
            parts.append(self._term())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _term(self) -> Expr:
        token = self._take()
        match token.kind:
            case "not":
                return Not(self._deeper(token))
            case "open":
                return self._deeper(token)
            case "field":
                return self._asked(token)
            case "word":
                return _anywhere(token.pieces[0])
            case _:
                raise self._error(token.at, _("Something is missing before this."))

    def _deeper(self, token: Token) -> Expr:
        """Read what a ``not`` or a bracket begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._error(token.at, _("This is nested too deep."))
        expr = self._term() if token.kind == "not" else self._bracketed(token)
        self._depth -= 1
        return expr

    def _bracketed(self, token: Token) -> Expr:
        expr = self._either()
        if self._peek() is None:
            raise self._error(token.at, _("This bracket is never closed."))
        self._take()
        return expr

    def _asked(self, token: Token) -> Expr:
        if fold(token.text) in _IS:
            return _any_of([self._state(piece) for piece in token.pieces])
        field, op = self._field(token), token.op
        if op is Op.HAS and field.kind is not Kind.TEXT:
            op = Op.EQ
        if op not in field.kind.ops:
            why = _("{field} cannot be compared this way.").format(field=field.name)
            raise self._error(token.at, why, _("Write {field}:…").format(field=token.text))
        return _any_of(
            [self._compared(field, op, piece) for piece in self._whole(field, token)]
        )

    def _field(self, token: Token) -> Field:
        field = find_field(token.text)
        if field is None:
            why = _('"{name}" is not a field.').format(name=token.text)
            quote = _('Quote it to search for it as text: "{name}:…"').format(name=token.text)
            hint = did_you_mean(nearest_fields(token.text)) or quote
            raise self._error(token.at, why, hint)
        return field

    def _whole(self, field: Field, token: Token) -> Iterable[Piece]:
        """Return the values of *token*; an amount with commas in it is one."""
        first, last = token.pieces[0], token.pieces[-1]
        if field.kind is not Kind.MONEY or first is last:
            return token.pieces
        return (Piece(self._line[first.at : last.end].strip(), first.at, last.end),)

    def _compared(self, field: Field, op: Op, piece: Piece) -> Expr:
        if op in {Op.HAS, Op.EQ} and not piece.is_quoted and fold(piece.text) in _NONE + _ANY:
            known = Term(field.name, Op.KNOWN, True)
            return known if fold(piece.text) in _ANY else Not(known)
        try:
            return compare(field, op, piece.text, self._today)
        except QueryError as fault:
            at = piece.at + piece.is_quoted + fault.position
            raise self._error(at, fault.why, fault.hint) from None

    def _state(self, piece: Piece) -> Expr:
        state = find_state(piece.text)
        if state is None:
            why = _('"{name}" is not a state to ask for.').format(name=piece.text)
            hint = did_you_mean(nearest_states(piece.text))
            raise self._error(
                piece.at + piece.is_quoted, why, hint or _("See: dealtrack help query")
            )
        return state.ask(self._today)

    def _error(self, at: int, why: str, hint: str = "") -> QueryError:
        return QueryError(self._line, at, why, hint)


def _any_of(parts: list[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _anywhere(piece: Piece) -> Expr:
    """Ask for a word in every text, and for the sector or kind that it names."""
    parts: list[Expr] = [Term("text", Op.HAS, piece.text)]
    for name in () if piece.is_quoted else ("sector", "kind"):
        field = FIELDS[name]
        if field.vocabulary and (key := field.vocabulary.find(piece.text)):
            parts.append(any_key(field, key))
    return _any_of(parts)


def _spelled(expr: Expr) -> str:
    match expr:
        case Term():
            return _spelled_term(expr)
        case Not(part):
            return f"not {_spelled_part(part)}"
        case _ if not expr.parts:
            return "is:anything" if isinstance(expr, And) else "is:nothing"
        case And(parts):
            return _spelled_range(expr) or " ".join(map(_spelled_part, parts))
        case Or(parts):
            return " or ".join(map(_spelled_part, parts))


def _spelled_part(expr: Expr) -> str:
    """Return a part of something larger, in brackets if it is a group of several."""
    if isinstance(expr, And | Or) and len(expr.parts) == 1:
        return _spelled_part(expr.parts[0])
    is_group = isinstance(expr, And | Or) and expr.parts
    is_range = isinstance(expr, And) and _spelled_range(expr)
    return f"({_spelled(expr)})" if is_group and not is_range else _spelled(expr)


def _spelled_range(expr: And) -> str:
    """Return ``due:a..b`` if that is what *expr* asks for."""
    match expr.parts:
        case (Term(name, Op.GE, low), Term(other, Op.LE, high)) if name == other:
            if isinstance(low, Amount) and isinstance(high, Amount):
                runs = low.currency == high.currency and low.value < high.value
            else:
                runs = type(low) is type(high) and low < high  # type: ignore[operator]
            return f"{name}:{_spelled_value(low)}..{_spelled_value(high)}" if runs else ""
    return ""


def _spelled_term(term: Term) -> str:
    name, op, value = term.field, term.op, term.value
    match op:
        case Op.KNOWN:
            return f"{name}:any"
        case Op.GE:
            return f"{name}:{_spelled_value(value)}.."
        case Op.LE:
            return f"{name}:..{_spelled_value(value)}"
        case Op.EQ if FIELDS[name].kind is not Kind.TEXT:
            return f"{name}:{_spelled_value(value)}"
        case _:
            return f"{name}{op.value}{_spelled_value(value)}"


def _spelled_value(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Amount():
            return f"{value.value.normalize():f}{value.currency}"
        case str():
            return _quoted(value)
        case _:
            return str(value)


def _quoted(text: str) -> str:
    if _SAFE.fullmatch(text) and fold(text) not in _NONE + _ANY:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
