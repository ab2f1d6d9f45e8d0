"""Names that are typed by their sound: ``txy`` for 腾讯云, where nothing else was found."""

from collections.abc import Iterable

from dealtrack.query.registry import Known


def names_known(names: Iterable[str], known: Known) -> tuple[str, ...]:
    """Return *names*, and every other one that is *known* of."""
    entries = (*known.organisations.entries, *known.people.entries)
    return tuple(dict.fromkeys((*names, *(n for e in entries for n in e.names))))


def by_pinyin(
    words: Iterable[str], names: tuple[str, ...], known: Known
) -> dict[str, tuple[str, ...]]:
    """Return, for each of *words* that may be pinyin, the names it spells and what they mean.

    Nothing if none of them spells any.  What else the words stand for is kept.
    """
    from dealtrack.report.alike.pinyin import spelled

    found = {word: spelled(word, names) for word in words}
    if not any(found.values()):
        return {}
    return {
        word: tuple(
            dict.fromkeys(
                (*known.meant(word), *(own for hit in hits for own in known.family(hit)))
            )
        )
        for word, hits in found.items()
    }
