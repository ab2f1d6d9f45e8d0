"""Organisations and people as the office calls them: one name each, and every other one."""

import re
from typing import Self

from msgspec.structs import replace

from dealtrack.errors import BrokenRule
from dealtrack.model.beside import Beside
from dealtrack.model.rules import find_part_problems
from dealtrack.model.values import UNNAMED
from dealtrack.model.vocabulary import ORGANISATIONS
from dealtrack.model.words import folded
from dealtrack.text import _

_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


class Registered(Beside, frozen=True, kw_only=True):
    """What people said of somebody whom records name: the *name* to print, and *aliases*.

    The records keep the names that were signed; whatever else there is to know of an
    organisation or a person is found in them.
    """

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of it, the one to print first."""
        return (self.name, *self.aliases)

    def is_called(self, name: str) -> bool:
        """Whether *name* is one of its names, but for case, width, blanks and hyphens."""
        return folded(name) in map(folded, self.names)

    def also_called(self, names: tuple[str, ...]) -> Self:
        """Return this with *names* among its aliases, each once, spelled as they are."""
        more = (name for name in names if name not in self.names)
        return replace(self, aliases=tuple(dict.fromkeys((*self.aliases, *more))))

    def check(self) -> None:
        """See `Beside.check`."""
        for problem in find_part_problems(self):
            raise problem
        fields = [f"aliases[{number}]" for number in range(1, len(self.aliases) + 1)]
        for field, name in zip(("name", *fields), self.names, strict=True):
            if not folded(name):
                raise BrokenRule(field, _("is missing"))
            if name.strip() == UNNAMED:
                raise BrokenRule(field, _("stands for a party that is not named"))
        if len(set(self.names)) < len(self.names):
            raise BrokenRule("aliases", _("hold a name twice"))


class Organisation(Registered, frozen=True, kw_only=True):
    """An organisation: the *parent* that it belongs to by name, its *kind* and *region*.

    *code* is its unified social credit code.
    """

    parent: str = ""
    kind: str = ""
    region: str = ""
    code: str = ""

    @property
    def ref(self) -> str:
        """How the history of the ledger names it: ``O4``."""
        return f"O{self.id}"

    def check(self) -> None:
        """See `Beside.check`."""
        super().check()
        if self.parent and self.is_called(self.parent):
            raise BrokenRule("parent", _("is the organisation itself"))
        if self.kind and self.kind not in ORGANISATIONS:
            raise BrokenRule("kind", _("is not known"))
        if self.code and not is_credit_code(self.code):
            raise BrokenRule("code", _("is no unified social credit code"))


class Individual(Registered, frozen=True, kw_only=True):
    """A person, told from others of that name by the *organisation*."""

    organisation: str = ""

    @property
    def ref(self) -> str:
        """How the history of the ledger names the person: ``P4``."""
        return f"P{self.id}"


def is_credit_code(code: str) -> bool:
    """Whether *code* is a unified social credit code whose check character is right.

    Source: GB 32100-2015.
    """
    from stdnum.cn import uscc  # noqa: PLC0415 -- 25 ms, wanted where a code is entered

    return bool(_CODE.fullmatch(code)) and uscc.is_valid(code)
