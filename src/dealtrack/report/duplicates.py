"""What seems to stand in the ledger twice: organisations and agreements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model import UNNAMED, Agreement, Kept
from dealtrack.query.registry import NOBODY, Organisations
from dealtrack.report.alike import Likeness, pairs
from dealtrack.report.doctor import Check, Finding, judged
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Column, Page, Row, Table
from dealtrack.report.people import folded
from dealtrack.report.steps import say_refs
from dealtrack.text import _, plural

_MOST_REFS = 6


class Pair(Struct, frozen=True, kw_only=True):
    """Two names that look like one organisation, the one in more records first; and why."""

    name: str
    refs: tuple[str, ...]
    other: str
    other_refs: tuple[str, ...]
    why: Likeness

    @property
    def command(self) -> str:
        """The command that makes one of them."""
        from shlex import quote  # noqa: PLC0415 -- wanted where there is such a pair only

        return f"dealtrack party merge {quote(self.name)} {quote(self.other)}"


class Duplicates(Struct, frozen=True, kw_only=True):
    """The names that look like one organisation; *total* counts what a limit left out too."""

    schema: Literal["dealtrack/duplicates/1"] = "dealtrack/duplicates/1"
    as_of: date
    total: int
    pairs: tuple[Pair, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("name", _("Organisation"), grow=True),
            Column("refs", _("In")),
            Column("other", _("Also written"), grow=True),
            Column("other_refs", _("In")),
            Column("why", _("Why")),
        )
        table = Table(
            columns,
            tuple(map(_row, self.pairs)),
            empty=_("No two names look like one organisation."),
            more=rows_left_out(len(self.pairs), self.total),
        )
        return Page(
            plural(
                "{n} pair of names that look like one",
                "{n} pairs of names that look like one",
                self.total,
            ),
            (table,),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("If they are one: {command}").format(command=self.pairs[0].command)
            if self.pairs
            else "",
        )


def find_duplicates(
    records: Iterable[Kept],
    as_of: date,
    known: Organisations = NOBODY,
    limit: int | None = None,
) -> Duplicates:
    """Find the names of *records* that look like one organisation and are not *known* to be."""
    found = _pairs(records, known)
    return Duplicates(as_of=as_of, total=len(found), pairs=tuple(found[:limit]))


def check_organisations(records: Iterable[Kept], known: Organisations = NOBODY) -> Check:
    """Check that no two names look like one organisation: see `likeness`."""
    return judged("organisations", [_same(pair) for pair in _pairs(records, known)])


def check_agreements(records: Iterable[Kept]) -> Check:
    """Check that no two agreements have the same title, day of signing and parties."""
    groups: dict[object, list[Agreement]] = defaultdict(list)
    for record in records:
        if isinstance(record, Agreement):
            parties = frozenset(folded(party.name) for party in record.parties)
            groups[folded(record.title), record.signed, parties].append(record)
    return judged("agreements", [_twice(same) for same in groups.values() if len(same) > 1])


def _pairs(records: Iterable[Kept], known: Organisations) -> list[Pair]:
    """Return the pairs, each organisation by its name to print; two in one record are two."""
    uses = _uses(records)
    refs: dict[str, set[str]] = defaultdict(set)
    for name in uses:
        refs[known.called(name)] |= uses[name]
    found: dict[tuple[str, str], Pair] = {}
    for one, other, why in pairs(uses):
        both = sorted((known.called(one), known.called(other)))
        if both[0] != both[1] and not refs[both[0]] & refs[both[1]]:
            found.setdefault((both[0], both[1]), _pair(both, refs, why))
    return list(found.values())


def _pair(names: list[str], refs: dict[str, set[str]], why: Likeness) -> Pair:
    first, second = sorted(names, key=lambda name: (-len(refs[name]), -len(name)))
    return Pair(
        name=first,
        refs=tuple(sorted(refs[first], key=_by_number)),
        other=second,
        other_refs=tuple(sorted(refs[second], key=_by_number)),
        why=why,
    )


def _uses(records: Iterable[Kept]) -> dict[str, set[str]]:
    """Return the names of parties and of organisations visited, with the records of each."""
    uses = defaultdict(set)
    for record in records:
        if isinstance(record, Agreement):
            names = [party.name for party in record.parties]
        else:
            names = [visit.organisation for visit in record.visits]
        for name in names:
            if name != UNNAMED:
                uses[name].add(record.ref)
    return uses


def _row(pair: Pair) -> Row:
    return pair.name, say_refs(pair.refs), pair.other, say_refs(pair.other_refs), _say(pair.why)


def _say(why: Likeness) -> str:
    return {
        "written": _("written otherwise"),
        "form": _("legal form"),
        "seat": _("city left out"),
        "short": _("short form"),
        "order": _("order of words"),
        "slip": _("mistyped?"),
    }[why]


def _same(pair: Pair) -> Finding:
    one, other = sorted((pair.name, pair.other))
    refs = sorted({*pair.refs, *pair.other_refs}, key=_by_number)
    shown = ", ".join(refs[:_MOST_REFS]) + (" …" if len(refs) > _MOST_REFS else "")
    return Finding(
        says="same",
        facts={"one": one, "other": other, "refs": shown},
        command="dealtrack party duplicates",
    )


def _twice(same: list[Agreement]) -> Finding:
    refs = ", ".join(one.ref for one in same)
    facts = {"refs": refs, "title": same[0].title}
    return Finding(says="same", facts=facts, command=f"dealtrack show {same[-1].ref}")


def _by_number(ref: str) -> tuple[bool, int]:
    return ref.startswith("T"), int(ref.removeprefix("T"))
