"""What the Tab key offers: commands, options, refs of the ledger, words of the field.

The shell starts the program anew for every Tab, with its question in the
environment.  Whatever goes wrong, the answer is silence: a message would land in
the middle of a line that somebody is typing.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from dealtrack.cli.run import Run, begin
from dealtrack.errors import DealtrackError
from dealtrack.model import Kept, entries
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import KINDS, PRIORITIES, SECTORS, SIDES
from dealtrack.model.words import Vocabulary
from dealtrack.settings import ABOUT
from dealtrack.store.base import Store
from dealtrack.text import _

Offers = Iterable[tuple[str, str]]
"""Words, each with what it means."""

_MOST = 200
"""More refs than that help nobody to choose."""


def answer(variable: str) -> int:
    """Print what could stand where the cursor is, as the shell asks in *variable*."""
    from typer._completion_classes import completion_init
    from typer.completion import shell_complete
    from typer.main import get_command

    from dealtrack.cli.catalogue import whole_app

    completion_init()
    command = get_command(whole_app())
    return shell_complete(command, {}, "dealtrack", variable, os.environ[variable])


def offer(source: str, given: Mapping[str, Any], begun: str) -> list[tuple[str, str]]:
    """Return the words of *source* that continue what was *begun*.

    *given* are the options typed so far: the ledger may be among them.
    """
    try:
        run = begin({"ledger": given.get("ledger"), "today": given.get("today")})
        found = ((w, m) for w, m in SOURCES[source](run) if w.lower().startswith(begun.lower()))
        return list(islice(found, _MOST))
    except DealtrackError:
        return []


def _words(vocabulary: Vocabulary) -> Callable[[Run], Offers]:
    """Offer the keys, and behind them the Chinese names for who types in Chinese."""

    def offers(_run: Run) -> Offers:
        yield from ((word.key, word.name) for word in vocabulary)
        yield from ((word.zh, word.en) for word in vocabulary)

    return offers


def _records(run: Run) -> Offers:
    with run.store() as store:
        yield from ((record.ref, record.title) for record in _newest(run, store))


def _trips(run: Run) -> Offers:
    with run.store() as store:
        yield from ((trip.ref, trip.title) for trip in store.trips.search(as_of=run.today))


def _tasks(run: Run) -> Offers:
    with run.store() as store:
        for record in _newest(run, store):
            for entry in entries(record, run.today):
                if entry.follow_up and entry.follow_up.is_open(run.today):
                    yield entry.ref, entry.follow_up.task


def _anything(run: Run) -> Offers:
    yield from _records(run)
    yield from _tasks(run)


def _newest(run: Run, store: Store) -> list[Kept]:
    agreements = store.agreements.search(as_of=run.today)
    return [*reversed(agreements), *reversed(store.trips.search(as_of=run.today))]


def _topics(_run: Run) -> Offers:
    from dealtrack.cli.catalogue import every_command
    from dealtrack.cli.help import TOPICS

    yield from ((command.name, command.help) for command in every_command())
    yield from ((topic, "") for topic in TOPICS)


SOURCES: dict[str, Callable[[Run], Offers]] = {
    "records": _records,
    "trips": _trips,
    "tasks": _tasks,
    "anything": _anything,
    "kinds": _words(KINDS),
    "sectors": _words(SECTORS),
    "stages": _words(STAGES),
    "sides": _words(SIDES),
    "priorities": _words(PRIORITIES),
    "settings": lambda _run: ((key, _(about)) for key, about in ABOUT.items()),
    "languages": lambda _run: (("en", "English"), ("zh", "中文")),
    "formats": lambda _run: ((name, "") for name in ("table", "tsv", "json", "md")),
    "shells": lambda _run: ((name, "") for name in ("bash", "zsh", "fish", "powershell")),
    "topics": _topics,
}
"""Where the words come from, by the name that an option gives to `completed`."""
