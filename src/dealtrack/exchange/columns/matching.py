"""Which rows of a table the ledger has already: new, changed, known, or told twice.

A row is known again by its key, where the mapping names one, else by its content: title,
parties and day of signing.  One whose day alone has changed is known by the rest, if
that is unique on both sides.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.exchange.columns.outcomes import Item, Passed, Refusal, Refused, Taken
from dealtrack.exchange.columns.reading import Table, prefixed
from dealtrack.exchange.columns.settled import settled
from dealtrack.exchange.compare import Difference, differences, merged
from dealtrack.model import Agreement, Draft
from dealtrack.model import Link as Lineage
from dealtrack.model.codec import encode
from dealtrack.model.words import folded
from dealtrack.query.registry import NOBODY, Organisations
from dealtrack.text import _

_SEVERAL = -1
_KEY_LENGTH = 16


class Fresh(NamedTuple):
    """An agreement that the ledger does not have."""

    taken: Taken


class Differs(NamedTuple):
    """An agreement as it would be, and where that differs from the ledger."""

    record: Agreement
    differences: tuple[Difference, ...]
    row: int


class Same(NamedTuple):
    """An agreement that says nothing new."""

    id: int
    row: int


class Again(NamedTuple):
    """A row that says the same as an earlier one."""

    row: int
    first: int


Verdict = Fresh | Differs | Same | Again | Refused | Passed


class Known(NamedTuple):
    """The agreements of a ledger, by what a row may be known again by: each an id.

    A party goes by every name that the *registry* knows of it.
    """

    keys: dict[int, int]
    contents: dict[int, int]
    names: dict[int, int]
    registry: Organisations = NOBODY

    @classmethod
    def of(cls, records: Iterable[Agreement], registry: Organisations = NOBODY) -> "Known":
        """Look at every agreement once."""
        known = cls({}, {}, {}, registry)
        for record in records:
            name = known.name_of(record)
            if record.key:
                known.keys[hash(record.key)] = record.id
            for signs, sign in (
                (known.contents, hash((*name, str(record.signed or "")))),
                (known.names, hash(name)),
            ):
                signs[sign] = _SEVERAL if sign in signs else record.id
        return known

    def name_of(self, draft: Draft) -> tuple[str, ...]:
        """Return what an agreement is called by, each party by the name to print."""
        if not self.registry.entries:
            return name_of(draft)
        parties = (_folded(self.registry.called(party.name)) for party in draft.parties)
        return (folded(draft.title), *sorted(parties))

    def as_signed(self, draft: Draft, old: Agreement) -> Draft:
        """Return *draft* with those parties that are one with a party of *old* named so."""
        if not self.registry.entries or draft.parties == old.parties:
            return draft
        own = {one.name for one in old.parties}
        signed = {_folded(self.registry.called(name)): name for name in own}
        names = [
            one.name
            if one.name in own
            else signed.get(_folded(self.registry.called(one.name)), one.name)
            for one in draft.parties
        ]
        if len({*names}) < len(
            {one.name for one in draft.parties}
        ):  # the file tells them apart
            return draft
        renamed = zip(draft.parties, names, strict=True)
        return replace(draft, parties=tuple(replace(one, name=name) for one, name in renamed))


def name_of(draft: Draft) -> tuple[str, ...]:
    """Return what an agreement is called by: its title and the names of its parties."""
    return (folded(draft.title), *sorted(_folded(party.name) for party in draft.parties))


_folded = lru_cache(20_000)(folded)  # an office signs with few others, again and again


def content_key(name: tuple[str, ...], signed: PartialDay | None) -> str:
    """Return the key of a row that has none of its own: a digest of its content."""
    said = "\n".join((*name, str(signed or "")))
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:_KEY_LENGTH]


class Matching:
    """Compares the rows of a table with a ledger; *get* returns a record of it."""

    def __init__(
        self, table: Table, known: Known, get: Callable[[int], Agreement], on: date
    ) -> None:
        self._table = table
        self._known = known
        self._get = get
        self._on = on
        self._rows: dict[int, tuple[int, int]] = {}
        self._claimed: set[int] = set()
        self._waiting: list[tuple[int, Taken]] = []

    def verdicts(self) -> Iterator[Verdict]:
        """Yield what becomes of each row; those that only their names may know come last."""
        for item in self._table.items():
            if isinstance(item, Taken):
                yield from self._of(item)
            else:
                yield item
        yield from self._by_name()

    def _of(self, taken: Taken) -> Iterator[Verdict]:
        draft, row = taken.draft, taken.rows[0].number
        name = name_of(draft)
        if not taken.is_keyed:
            draft = replace(draft, key=content_key(name, draft.signed))
            taken = taken._replace(draft=draft)
        told = hash(encode(draft))
        first = self._rows.setdefault(hash(draft.key), (row, told))
        if first[0] != row:
            yield self._again(taken, row, first, told)
            return
        id_ = self._known.keys.get(hash(draft.key))
        if self._known.registry.entries:
            name = self._known.name_of(draft)
        if id_ is None:
            found = self._known.contents.get(hash((*name, str(draft.signed or ""))))
            id_ = self._free(found, draft)
        if id_ is not None:
            yield self._compared(taken, id_)
        elif self._free(self._known.names.get(hash(name)), draft) is not None:
            self._waiting.append((hash(name), taken))
        else:
            yield Fresh(taken)

    def _again(
        self, taken: Taken, row: int, first: tuple[int, int], told: int
    ) -> Again | Refused:
        if first[1] == told:
            return Again(row, first[0])
        if taken.is_keyed:
            why = _("has the key of row {row}, and says otherwise")
        else:
            why = _(
                "is called like row {row}, and says otherwise. Name the columns that tell "
                'them apart: key = ["…"] in the mapping'
            )
        bound = self._table.layout.of("title")
        header = bound.header if bound else "title"
        refusal = Refusal(row, header, taken.draft.title, why.format(row=first[0]))
        return Refused(taken.rows, (refusal,))

    def _free(self, id_: int | None, draft: Draft) -> int | None:
        """Return the record that a weaker sign points to, if it may be the one."""
        if id_ is None or id_ == _SEVERAL or id_ in self._claimed:
            return None
        return id_ if self._may_be(self._get(id_), draft) else None

    def _may_be(self, record: Agreement, draft: Draft) -> bool:
        """Whether two keys allow one record: not if the same book chose them both."""
        prefix = self._table.mapping.prefix
        own = f"{prefix}/" if prefix else ""
        both_chosen = _is_chosen(record.key) and _is_chosen(draft.key)
        return not (both_chosen and record.key.startswith(own))

    def _compared(self, taken: Taken, id_: int) -> Differs | Same:
        self._claimed.add(id_)
        row = taken.rows[0].number
        old = self._get(id_)
        draft = self._known.as_signed(settled(self._linked(taken), old, self._on), old)
        if _says_nothing(old, draft):
            return Same(id_, row)
        united = merged(old, replace(draft, key=old.key or draft.key))
        found = differences(old, united)
        return Differs(united, found, row) if found else Same(id_, row)

    def _linked(self, taken: Taken) -> Draft:
        """Return the draft with the links to agreements that the ledger has."""
        if not taken.links:
            return taken.draft
        links = []
        for link in taken.links:
            key = target_key(self._table, link.to)
            id_ = self._known.keys.get(hash(key))
            if id_ is not None and key != taken.draft.key:
                links.append(Lineage(relation=link.relation, to=id_))  # type: ignore[arg-type]
        return replace(taken.draft, links=tuple(links))

    def _by_name(self) -> Iterator[Verdict]:
        bearers: dict[int, int] = {}
        for name, _taken in self._waiting:
            bearers[name] = bearers.get(name, 0) + 1
        for name, taken in self._waiting:
            id_ = self._free(self._known.names.get(name), taken.draft)
            if id_ is not None and bearers[name] == 1:
                yield self._compared(taken, id_)
            else:
                yield Fresh(taken)


def target_key(table: Table, to: str) -> str:
    """Return the key of the agreement that a cell names."""
    return prefixed(table.mapping, to)


def _is_chosen(key: str) -> bool:
    is_digest = len(key) == _KEY_LENGTH and all(c in "0123456789abcdef" for c in key)
    return bool(key) and not is_digest


_USUAL = Draft(title="")
_FIELDS = tuple(name for name in Draft.__struct_fields__ if name not in {"key", "last_number"})


def _says_nothing(old: Agreement, draft: Draft) -> bool:
    """Whether *old* has, field for field, whatever *draft* says: the usual case, and quick."""
    for name in _FIELDS:
        said = getattr(draft, name)
        if said != getattr(old, name) and said != getattr(_USUAL, name):
            return False
    return True


__all__ = ["Again", "Differs", "Fresh", "Item", "Known", "Matching", "Same", "Verdict"]
