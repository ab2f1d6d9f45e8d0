"""What seems to stand in the ledger twice: organisations and agreements."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from dealtrack.model import UNNAMED, Agreement, Kept
from dealtrack.report.doctor import Check, Finding, judged
from dealtrack.report.people import folded

_FORMS = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|总公司|公司|集团"
    r"|limited|ltd|incorporated|inc|corporation|corp|company|co|llc|plc|gmbh|ag|sa|group)$"
)
"""The legal form at the end of a folded name: it is often left out."""

_SIGNS = re.compile(r"[\W_]+")

_WORD = re.compile(r"\w+")

_SURE = 8
"""Letters that a word must have before one of them looks like a slip: Henan is not Hunan."""

_MOST_REFS = 6


def check_organisations(records: Iterable[Kept]) -> Check:
    """Check that no two names look like one organisation.

    They do where they differ in nothing but case, width, blanks, signs and the legal form,
    or in one letter of a long word in Latin letters.  Two that stand in one record are two.
    """
    uses = _uses(records)
    alike = defaultdict(set)
    for name in uses:
        for key in _keys(name):
            alike[key].add(name)
    pairs = {pair for names in alike.values() for pair in combinations(sorted(names), 2)}
    found = (_same(*pair, uses) for pair in sorted(pairs) if not uses[pair[0]] & uses[pair[1]])
    return judged("organisations", list(found))


def check_agreements(records: Iterable[Kept]) -> Check:
    """Check that no two agreements have the same title, day of signing and parties."""
    groups: dict[object, list[Agreement]] = defaultdict(list)
    for record in records:
        if isinstance(record, Agreement):
            parties = frozenset(folded(party.name) for party in record.parties)
            groups[folded(record.title), record.signed, parties].append(record)
    return judged("agreements", [_twice(same) for same in groups.values() if len(same) > 1])


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


def _keys(name: str) -> Iterator[str]:
    """Yield keys, one of which two names share if they look alike."""
    yield _core(name)
    words = _WORD.findall(name.lower()) if name.isascii() else []
    for number, word in enumerate(words):
        before, after = "".join(words[:number]), "".join(words[number + 1 :])
        # Words with a slip of one letter are the same when that letter is left out
        for at in range(len(word) if len(word) >= _SURE else 0):
            yield _core(f"{before}{word[:at]}{word[at + 1 :]}{after}")


def _core(name: str) -> str:
    """Return *name* without case, width, blanks, signs and its legal form."""
    core = bare = _SIGNS.sub("", folded(name))
    while (shorter := _FORMS.sub("", core)) != core:
        core = shorter
    return core or bare


def _same(one: str, other: str, uses: dict[str, set[str]]) -> Finding:
    refs = sorted(uses[one] | uses[other], key=_by_number)
    shown = ", ".join(refs[:_MOST_REFS]) + (" …" if len(refs) > _MOST_REFS else "")
    rarer = min((one, other), key=lambda name: len(uses[name]))
    ref = min(uses[rarer], key=_by_number)
    return Finding(
        says="same",
        facts={"one": one, "other": other, "refs": shown},
        command=f"dealtrack edit {ref}",
    )


def _twice(same: list[Agreement]) -> Finding:
    refs = ", ".join(one.ref for one in same)
    facts = {"refs": refs, "title": same[0].title}
    return Finding(says="same", facts=facts, command=f"dealtrack show {same[-1].ref}")


def _by_number(ref: str) -> tuple[bool, int]:
    return ref.startswith("T"), int(ref.removeprefix("T"))
