"""What the Tab key offers: commands, options, refs of the ledger, words of the field.

The shell starts the program anew for every Tab, with its question in the
environment.  Whatever goes wrong, the answer is silence: a message would land in
the middle of a line that somebody is typing.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from dealtrack.cli.beginning import begin
from dealtrack.cli.run import Run
from dealtrack.errors import DealtrackError
from dealtrack.model import Kept
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import (
    COLOURS,
    KINDS,
    MEASURES,
    ORGANISATIONS,
    PRIORITIES,
    SECTORS,
    SIDES,
)
from dealtrack.model.words import Vocabulary
from dealtrack.query.expr import EVERYTHING, NOTHING, And, Expr, Op, Or, Term, both
from dealtrack.query.questions import EVER, OPEN
from dealtrack.settings import ABOUT
from dealtrack.store.base import Store
from dealtrack.text import _

Offers = Iterable[tuple[str, str]]
"""Words, each with what it means."""
Source = Callable[[Run, str], Offers]
"""What to offer to who has begun a word; what does not continue it may be among it."""

_MOST = 200
"""More refs than that help nobody to choose."""
_LONGEST = 9
"""Digits of an id, at most."""
_NEWEST_FIRST = (("id", True),)


def answer(variable: str) -> int:
    """Print what could stand where the cursor is, as the shell asks in *variable*."""
    from typer._completion_classes import completion_init
    from typer.completion import shell_complete
    from typer.main import get_command

    from dealtrack.cli.catalogue import whole_app

    completion_init()
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    command = get_command(whole_app(" ".join(line.split()[1:3])))
    return shell_complete(command, {}, "dealtrack", variable, os.environ[variable])


def offer(source: str, given: Mapping[str, Any], begun: str) -> list[tuple[str, str]]:
    """Return the words of *source* that continue what was *begun*.

    *given* are the options typed so far: the ledger may be among them.
    """
    try:
        run = begin({"ledger": given.get("ledger"), "today": given.get("today")})
        words = SOURCES[source](run, begun)
        found = ((w, m) for w, m in words if w.lower().startswith(begun.lower()))
        return list(islice(found, _MOST))
    except DealtrackError:
        return []


def _words(vocabulary: Vocabulary) -> Source:
    """Offer the keys, and behind them the Chinese names for who types in Chinese."""

    def offers(_run: Run, _begun: str) -> Offers:
        yield from ((word.key, word.name) for word in vocabulary)
        yield from ((word.zh, word.en) for word in vocabulary)

    return offers


def _fixed(words: Iterable[str]) -> Source:
    """Offer *words* that need no explaining."""
    return lambda _run, _begun: ((word, "") for word in words)


def _records(run: Run, begun: str) -> Offers:
    with run.store() as store:
        for register, where in _begun_with(store, begun):
            found: list[Kept] = register.search(
                where, as_of=EVER, order=_NEWEST_FIRST, limit=_MOST
            )
            yield from ((record.ref, record.title) for record in found)


def _trips(run: Run, begun: str) -> Offers:
    with run.store() as store:
        found = store.trips.search(_ids_from(begun[1:]), as_of=EVER, limit=_MOST)
        yield from ((trip.ref, trip.title) for trip in found)


def _tasks(run: Run, begun: str) -> Offers:
    with run.store() as store:
        for register, where in _begun_with(store, begun):
            found = register.entries(
                both(OPEN, where), as_of=run.today, order=_NEWEST_FIRST, limit=_MOST
            )
            yield from ((e.ref, e.follow_up.task) for e in found if e.follow_up)


def _anything(run: Run, begun: str) -> Offers:
    yield from _records(run, begun)
    yield from _tasks(run, begun)


def _begun_with(store: Store, begun: str) -> tuple[tuple[Any, Expr], ...]:
    """Return the registers that may have a ref that begins so, each with what to ask for."""
    if begun[:1] in {"T", "t"}:
        return ((store.trips, _ids_from(begun[1:])),)
    if begun:
        return ((store.agreements, _ids_from(begun)),)
    return (store.agreements, EVERYTHING), (store.trips, EVERYTHING)


def _ids_from(begun: str) -> Expr:
    """Ask for records whose id begins with the digits of *begun*, or is they before a dot."""
    digits, dot, _number = begun.partition(".")
    if not digits:
        return EVERYTHING
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST):
        return NOTHING
    least = int(digits)
    more = range(1 if dot else _LONGEST)
    return Or(tuple(_between(least * 10**n, (least + 1) * 10**n - 1) for n in more))


def _between(least: int, most: int) -> Expr:
    return And((Term("id", Op.GE, least), Term("id", Op.LE, most)))


def _backups(run: Run, _begun: str) -> Offers:
    from dealtrack.store.disk.files import Files
    from dealtrack.store.safety.backups import list_backups

    if run.is_on_server:
        return
    known = list_backups(Files.of(Path(run.ledger)))
    yield from ((one.name, one.path.name) for one in known)


def _slips(run: Run, _begun: str) -> Offers:
    with run.store() as store:
        found = store.slips.all()
    yield from ((str(one.called), one.title) for one in reversed(found))


def _topics(_run: Run, _begun: str) -> Offers:
    from dealtrack.cli.catalogue import every_command
    from dealtrack.cli.help import TOPICS

    yield from ((command.name, command.help) for command in every_command())
    yield from ((topic, "") for topic in TOPICS)


def _playbooks(run: Run, _begun: str) -> Offers:
    from dealtrack.settings.shipped import known

    yield from ((name, one.name or name) for name, one in known(run.settings.playbooks).items())


def _columns(_run: Run, begun: str) -> Iterable[tuple[str, str]]:
    """Offer the column to come; those before the last comma are there already."""
    from dealtrack.query.fields import FIELDS  # the fields: 15 ms
    from dealtrack.query.headings import HEADINGS

    before = begun[: begun.rfind(",") + 1]
    return ((before + name, _(FIELDS[name].about)) for name in HEADINGS.keys)


SOURCES: dict[str, Source] = {
    "records": _records,
    "trips": _trips,
    "tasks": _tasks,
    "anything": _anything,
    "backups": _backups,
    "kinds": _words(KINDS),
    "sectors": _words(SECTORS),
    "stages": _words(STAGES),
    "sides": _words(SIDES),
    "priorities": _words(PRIORITIES),
    "measures": _words(MEASURES),
    "colours": _words(COLOURS),
    "organisations": _words(ORGANISATIONS),
    "slips": _slips,
    "settings": lambda _run, _begun: ((key, _(about)) for key, about in ABOUT.items()),
    "playbooks": _playbooks,
    "exports": _fixed(("csv", "xlsx", "md", "json", "jsonl", "ics")),
    "views": lambda run, _begun: ((name, v.query) for name, v in run.settings.views.items()),
    "columns": _columns,
    "languages": lambda _run, _begun: (("en", "English"), ("zh", "中文")),
    "formats": _fixed(("table", "tsv", "json", "html", "docx", "xlsx", "md")),
    "shells": _fixed(("bash", "zsh", "fish", "powershell")),
    "topics": _topics,
}
"""Where the words come from, by the name that an option gives to `completed`."""
