"""Names of people that are written in two ways."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations
from unicodedata import normalize

from dealtrack.report.alike.forms import SIMPLER


def same_person(one: str, other: str) -> bool:
    """Whether *one* and *other* are one name: in other signs, turned round, or in pinyin.

    Two Chinese names that only sound the same are two: 张三 is not 章三.
    """
    return _bare(one) == _bare(other) or (
        one.isascii() + other.isascii() > 0 and _sounds(one) == _sounds(other)
    )


def pairs_of_people(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield which two of *names* are one: each pair once, in order."""
    alike: dict[str, set[str]] = defaultdict(set)
    for name in names:
        alike[_bare(name)].add(name)
        alike[_sounds(name)].add(name)
    near = {pair for same in alike.values() for pair in combinations(sorted(same), 2)}
    yield from (pair for pair in sorted(near) if same_person(*pair))


def _bare(name: str) -> str:
    return "".join(normalize("NFKC", name).casefold().translate(SIMPLER).split())


def _sounds(name: str) -> str:
    """Return the words of *name* in Latin letters, in order: 林晓峰 is lin xiaofeng."""
    text = normalize("NFKC", name).casefold().replace("-", "").replace("'", "")
    if text.isascii():
        return " ".join(sorted(text.split()))
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- 170 ms, for Chinese names only

    family, *given = lazy_pinyin("".join(text.translate(SIMPLER).split()))
    return " ".join(sorted(filter(None, (family, "".join(given)))))
