"""What a field is: a name, a kind, and a way to read it."""

from enum import Enum
from typing import NamedTuple

from dealtrack.days import Lean
from dealtrack.model.words import Vocabulary
from dealtrack.query.expr import Op
from dealtrack.query.readers import Read
from dealtrack.text import later


class Kind(Enum):
    """What sort of value a field holds, and so what may be asked of it."""

    TEXT = later("text")
    WORD = later("word")
    REF = later("ref")
    DATE = later("day")
    NUMBER = later("number")
    MONEY = later("money")
    FLAG = later("yes or no")

    @property
    def ops(self) -> frozenset[Op]:
        """The comparisons that make sense for this kind."""
        if self is Kind.TEXT:
            return frozenset({Op.HAS, Op.EQ, Op.KNOWN})
        if self in {Kind.WORD, Kind.REF, Kind.FLAG}:
            return frozenset({Op.EQ, Op.KNOWN})
        return frozenset(Op) - {Op.HAS}


class Field(NamedTuple):
    """A name to ask about, and how its values are read from an entry.

    *aliases* are the other names, *about* a sentence to translate.  Words are
    keys of *vocabulary*.  A day that is typed without its year *lean*s one way.
    """

    name: str
    aliases: tuple[str, ...]
    kind: Kind
    read: Read
    about: str
    vocabulary: Vocabulary | None = None
    lean: Lean = Lean.PAST


def text(name: str, aliases: str, read: Read, about: str) -> Field:
    """Make a field of texts, to be searched for a part of them."""
    return Field(name, tuple(aliases.split()), Kind.TEXT, read, about)


def word(name: str, aliases: str, words: Vocabulary, read: Read, about: str) -> Field:
    """Make a field whose values are keys of a vocabulary."""
    return Field(name, tuple(aliases.split()), Kind.WORD, read, about, words)


def ref(name: str, aliases: str, read: Read, about: str) -> Field:
    """Make a field of refs."""
    return Field(name, tuple(aliases.split()), Kind.REF, read, about)


def day(name: str, aliases: str, read: Read, about: str, lean: Lean = Lean.PAST) -> Field:
    """Make a field of days."""
    return Field(name, tuple(aliases.split()), Kind.DATE, read, about, lean=lean)


def number(name: str, aliases: str, read: Read, about: str) -> Field:
    """Make a field of whole numbers."""
    return Field(name, tuple(aliases.split()), Kind.NUMBER, read, about)


def money(name: str, aliases: str, read: Read, about: str) -> Field:
    """Make a field of amounts."""
    return Field(name, tuple(aliases.split()), Kind.MONEY, read, about)


def flag(name: str, aliases: str, read: Read, about: str) -> Field:
    """Make a field that holds or does not."""
    return Field(name, tuple(aliases.split()), Kind.FLAG, read, about)
