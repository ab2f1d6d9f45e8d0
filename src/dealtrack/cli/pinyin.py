"""Names that are typed by their sound: ``txy`` for 腾讯云, where nothing else was found."""

from collections.abc import Callable, Iterable

from dealtrack.query.expr import And, Expr, Not, Op, Or, Term
from dealtrack.query.measures import Measure
from dealtrack.query.questions import EVER, called
from dealtrack.query.registry import OF_ORGANISATIONS, OF_PEOPLE, Known
from dealtrack.store.base import Store
from dealtrack.text import _, listed
from dealtrack.text.hidden import visible

_OF_NAMES = OF_ORGANISATIONS | OF_PEOPLE


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


def as_heard(store: Store, asked: Expr, known: Known, say: Callable[[str], None]) -> Expr:
    """Return *asked* so that a name which nobody bears means those that sound like it.

    ``party:txy`` then finds 腾讯云; what is meant is said.
    """
    match asked:
        case Term(field=field, op=Op.HAS) if field in _OF_NAMES:
            return _heard(store, asked, known, say)
        case And(parts):
            return And(tuple(as_heard(store, part, known, say) for part in parts))
        case Or(parts):
            return Or(tuple(as_heard(store, part, known, say) for part in parts))
        case Not(part):
            return Not(as_heard(store, part, known, say))
        case _:
            return asked


def _heard(store: Store, term: Term, known: Known, say: Callable[[str], None]) -> Expr:
    typed = str(term.value)
    if not (typed.isascii() and typed.isalpha()):
        return term
    registers = (store.agreements, store.trips)
    whole = known.widened(term)
    if any(register.count(whole, as_of=EVER) for register in registers):
        return term
    from dealtrack.report.alike.pinyin import spelled

    counted = (Measure("n"),)
    names = {n for r in registers for n in r.tally(counted, as_of=EVER, by=term.field)}
    meant = spelled(typed, sorted(names - {""}))
    if not meant:
        return term
    shown = dict.fromkeys(map(known.organisations.called, meant))
    words = _("No name has “{typed}” in it; taken for how this sounds: {names}.")
    say(visible(words.format(typed=typed, names=listed(shown))))
    return Or(tuple(called(term.field, meant)))
