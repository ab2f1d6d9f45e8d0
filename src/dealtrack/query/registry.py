"""Who is meant by a name: every name that an organisation or a person is known by."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from dealtrack.model.registered import Individual, Organisation, Registered
from dealtrack.query.expr import And, Expr, Not, Op, Or, Term
from dealtrack.query.questions import called
from dealtrack.query.words import fold, plain

R = TypeVar("R", bound=Registered)

OF_ORGANISATIONS = frozenset(
    {"party", "ours", "theirs", "third", "visit", "unit", "office", "partner"}
)
"""The fields that hold names of organisations."""
OF_PEOPLE = frozenset(
    {"person", "signatory", "witness", "lead", "met", "owner", "keeper", "solver"}
)
"""The fields that hold names of people."""
OF_BOTH = frozenset({"name", "text"})
"""The fields that hold names of either."""
OF_NAMES = OF_ORGANISATIONS | OF_PEOPLE | OF_BOTH


class Registry(Generic[R]):
    """What is known of names, to be looked up by any of them.

    A name that nothing is known of stands for itself.  Case, width, blanks and hyphens
    make no difference.
    """

    def __init__(self, entries: Iterable[R] = ()) -> None:
        self.entries: tuple[R, ...] = tuple(entries)
        backwards = self.entries[::-1]  # of two with one name, the first was there before
        self._by_name: dict[str, R] = {plain(n): one for one in backwards for n in one.names}

    def find(self, name: str) -> R | None:
        """Return what is known of *name*, if anything is."""
        return self._by_name.get(plain(name))

    def called(self, name: str) -> str:
        """Return the name to print for *name*."""
        found = self.find(name)
        return found.name if found else name

    def names(self, name: str) -> tuple[str, ...]:
        """Return every name of what is called *name*, that itself among them."""
        found = self.find(name)
        return (name,) if found is None else _once((*found.names, name))

    def meant(self, part: str) -> tuple[str, ...]:
        """Return every name of whatever has a name with *part* in it."""
        return _once(name for one in self._holding(plain(part)) for name in one.names)

    def _holding(self, part: str) -> Iterator[R]:
        for one in self.entries if part else ():
            if any(part in plain(name) for name in one.names):
                yield one


class Organisations(Registry[Organisation]):
    """What is known of organisations, and which of them belong to which."""

    def __init__(self, entries: Iterable[Organisation] = ()) -> None:
        super().__init__(entries)
        self._below: dict[str, list[str]] = {}
        for one in self.entries:
            if one.parent:
                self._below.setdefault(plain(self.called(one.parent)), []).append(one.name)

    def parent(self, name: str) -> str:
        """Return the name to print of what *name* belongs to, "" if that is not known."""
        found = self.find(name)
        return self.called(found.parent) if found and found.parent else ""

    def children(self, name: str) -> tuple[str, ...]:
        """Return the names to print of those that belong to *name* directly, in order."""
        return tuple(sorted(self._below.get(plain(self.called(name)), ())))

    def above(self, name: str) -> tuple[str, ...]:
        """Return what *name* belongs to, and what that belongs to, as far up as is known."""
        found: list[str] = []
        above = self.parent(name)
        while above and above not in (*found, self.called(name)):
            found.append(above)
            above = self.parent(above)
        return tuple(found)

    def is_in_ring(self, name: str) -> bool:
        """Whether *name* belongs to itself by way of others."""
        seen, above = {self.called(name)}, self.parent(name)
        while above and above not in seen:
            seen.add(above)
            above = self.parent(above)
        return bool(above)

    def below(self, name: str) -> tuple[str, ...]:
        """Return what belongs to *name*, directly or not, by the names to print."""
        found: dict[str, None] = {}
        waiting = list(self.children(name))
        while waiting:
            one = waiting.pop(0)
            if one not in found and one != self.called(name):
                found[one] = None
                waiting += self.children(one)
        return tuple(found)

    def family(self, name: str) -> tuple[str, ...]:
        """Return every name of *name*, and of all that belongs to it."""
        whole = (self.called(name), *self.below(name))
        return _once((name, *(own for one in whole for own in self.names(one))))

    def meant(self, part: str) -> tuple[str, ...]:
        """Return the families of everything that has a name with *part* in it."""
        wanted = plain(part)
        heads = [one.name for one in self._holding(wanted)]
        heads += [e.parent for e in self.entries if wanted and wanted in plain(e.parent)]
        return _once(name for head in _once(heads) for name in self.family(head))


NOBODY = Organisations()
"""A register in which nothing stands."""


class Known:
    """The registers of a ledger: its organisations, and its people."""

    def __init__(
        self, organisations: Iterable[Organisation] = (), people: Iterable[Individual] = ()
    ) -> None:
        self.organisations = Organisations(organisations)
        self.people: Registry[Individual] = Registry(people)

    def __bool__(self) -> bool:
        return bool(self.organisations.entries or self.people.entries)

    def meant(self, part: str) -> tuple[str, ...]:
        """Return every name of whatever has a name with *part* in it, person or not."""
        return _once((*self.organisations.meant(part), *self.people.meant(part)))

    def family(self, name: str) -> tuple[str, ...]:
        """Return every name of what is called *name*, and of what belongs to it."""
        return _once((*self.organisations.family(name), *self.people.names(name)))

    def widened(self, expr: Expr) -> Expr:
        """Return *expr* so that a name in it stands for every name of what it means.

        ``party:Tencent`` then finds what is called otherwise, and what belongs to it;
        ``party=Tencent`` its other names alone.  Whoever answers knows of no registry.
        """
        match expr:
            case Term(field=field) if field in OF_NAMES and expr.op in {Op.HAS, Op.EQ}:
                return self._term(expr)
            case And(parts):
                return And(tuple(map(self.widened, parts)))
            case Or(parts):
                return Or(tuple(map(self.widened, parts)))
            case Not(part):
                return Not(self.widened(part))
            case _:
                return expr

    def _term(self, term: Term) -> Expr:
        typed = str(term.value)
        more = [name for name in self._others(term, typed) if not _has(term, name)]
        if not more:
            return term
        if term.field in OF_BOTH:  # there, names are looked for without blanks
            return Or((term, *called("name", map(plain, more))))
        return Or((term, *called(term.field, more)))

    def _others(self, term: Term, typed: str) -> Iterator[str]:
        is_part = term.op is Op.HAS
        if term.field not in OF_PEOPLE:
            own = self.organisations
            yield from own.meant(typed) if is_part else own.names(typed)
        if term.field not in OF_ORGANISATIONS:
            yield from self.people.meant(typed) if is_part else self.people.names(typed)


def _has(term: Term, name: str) -> bool:
    """Whether *term* finds *name* by itself."""
    wanted, text = fold(str(term.value)), fold(name)
    return wanted in text if term.op is Op.HAS else wanted == text


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
