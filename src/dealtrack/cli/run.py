"""One run of the program: its ledger, its day, and its ways out."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dealtrack.days import Lean, parse_day
from dealtrack.errors import LedgerDamaged, Unreadable, WrongUse
from dealtrack.query.expr import EVERYTHING, Expr, both, fields_of
from dealtrack.query.questions import has_begun
from dealtrack.render.formats import Format, can_run, choose, write, write_running
from dealtrack.render.screen import Screen
from dealtrack.report.page import Report, Running
from dealtrack.settings import (
    Settings,
    beside,
    is_on_server,
    ledger_path,
)
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from dealtrack.text import _


class Run(NamedTuple):
    """One run of the program.

    *as_of* is the day that reports look at: today, unless ``--as-of`` names another
    (*is_past* then).  *reads* is true of commands that only look.  *limit* is how many
    rows to print, none for all.
    """

    settings: Settings
    ledger: str
    today: date
    as_of: date
    is_past: bool
    reads: bool
    screen: Screen
    format: Format | None
    wants_toml: bool
    output: Path | None
    force: bool
    limit: int | None
    quiet: bool
    json: bool
    yes: bool
    asks: bool
    words: str

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the ledger, say what had to be mended, and close it again."""
        with (
            self._telling_more(),
            open_store(
                self.ledger,
                author=self.author,
                words=self.words,
                watch=self._watch,
                steady=self.reads,
                patience=_patience(os.environ),
                waiting=self._say_waiting,
            ) as store,
        ):
            yield store
            if store.note_about_recovery:
                self.say(store.note_about_recovery)
            if self.reads and not store.revision:
                self.say_missing()

    @property
    def changing(self) -> "Run":
        """The same run, its ledger opened so that it may be changed, or waited for."""
        return self._replace(reads=False)

    def say_missing(self) -> None:
        """Say that there is no ledger yet."""
        missing = _("There is no ledger at {path} yet: it begins with the first record.")
        self.say(missing.format(path=self.ledger))

    def _watch(self) -> AbstractContextManager[Callable[[float], None]]:
        """Show how far the index of a large ledger is: the change is saved by then."""
        from dealtrack.cli.working import progress  # rich: 50 ms, wanted for long work only

        return progress(self, _("Making the index"))

    def _say_waiting(self, seconds: float) -> None:
        """Say that the server is looked for: what is to be saved waits meanwhile."""
        words = _("The server does not answer; it is looked for, for {n} seconds at most.")
        self.say(words.format(n=f"{seconds:g}"))

    @contextmanager
    def _telling_more(self) -> Iterator[None]:
        """Tell of a damaged ledger what can be brought back of it, and how."""
        try:
            yield
        except LedgerDamaged as damage:
            from dealtrack.store.safety import (
                rescue,  # zipfile: 20 ms, wanted after damage only
            )

            raise rescue.informed(damage, Path(self.ledger), self.restoring) from None

    @property
    def is_on_server(self) -> bool:
        """Whether the ledger lies in no file."""
        return is_on_server(self.ledger)

    @property
    def beside(self) -> Path:
        """The file beside which lies what is no part of the ledger: drafts, memories."""
        return beside(self.ledger)

    def room(self) -> Path:
        """Return a folder for drafts that only its user may enter; it is made if need be."""
        folder = self.beside.parent
        if self.is_on_server:
            from dealtrack.store.disk.files import make_folder

            make_folder(folder)
        return folder

    @property
    def restoring(self) -> str:
        """The command that restores this ledger, whatever the shell takes for usual."""
        from shlex import quote  # wanted after damage only

        is_usual = self.ledger == ledger_path(self.settings, os.environ)
        return "dealtrack restore" + ("" if is_usual else f" --ledger {quote(self.ledger)}")

    @property
    def offers_playbooks(self) -> bool:
        """Whether what is logged may get follow-ups that nobody named."""
        return self.settings.offer_playbooks == "yes" or (
            self.settings.offer_playbooks == "ask" and self.asks
        )

    @property
    def author(self) -> str:
        """Who is at work: the setting, else the login name."""
        if self.settings.author:
            return self.settings.author
        environment = os.environ
        return (
            environment.get("USER")
            or environment.get("LOGNAME")
            or environment.get("USERNAME")
            or ""
        )

    def question(
        self, words: list[str] | None, store: Store, as_of: date | None = None
    ) -> Expr:
        """Read the query that the user typed, on the day that the report looks at.

        A past day sees only what had begun by then.  A name in it means whatever *store*
        knows to be called so.
        """
        if not words:
            return self.past
        from dealtrack.query.parse import parse  # 5 ms, and most mornings nobody asks
        from dealtrack.query.registry import OF_NAMES

        asked = parse(words, as_of or self.as_of)
        if not fields_of(asked).isdisjoint(OF_NAMES):
            from dealtrack.cli.concerning import known_to
            from dealtrack.cli.pinyin import as_heard

            known = known_to(store)
            asked = known.widened(as_heard(store, asked, known, self.say))
        return both(asked, self.past)

    @property
    def past(self) -> Expr:
        """What a past day may see: all but what had not begun by then."""
        return has_begun(self.as_of) if self.is_past else EVERYTHING

    def show(self, report: Report) -> None:
        """Print *report*, or write it to the file, in the format asked for."""
        write(report, self._chosen, self.screen, self.output, force=self.force)
        self._say_written()

    def show_while_found(self, running: Running) -> bool:
        """Do the same with a list that is still being found; False if the format must wait."""
        if not can_run(self._chosen, self.screen, self.output):
            return False
        write_running(running, self._chosen, self.screen, self.output, force=self.force)
        self._say_written()
        return True

    @property
    def _chosen(self) -> Format:
        if self.wants_toml:
            raise WrongUse(_("--format toml: only dealtrack show can write TOML."))
        return choose(self.format, self.output)

    def put(self, text: str) -> None:
        """Print *text*, or write it to the file, as it is."""
        if self.output:
            from dealtrack.render.file import save  # tempfile: 8 ms

            save(self.output, [text], force=self.force)
            self._say_written()
        else:
            self.tell(text.rstrip("\n"))

    def put_bytes(self, *pieces: bytes) -> None:
        """Print a file that has an encoding of its own, or write it to the file."""
        self.put_pieces(pieces)

    def put_pieces(self, pieces: Iterable[bytes]) -> None:
        """Do the same with a file that comes in pieces, none of which is kept.

        Nothing is asked for where the file must not be written.
        """
        if self.output:
            from dealtrack.render.file import refuse, save  # tempfile: 8 ms

            refuse(self.output, force=self.force)
            save(self.output, pieces, force=self.force)
            self._say_written()
        else:
            sys.stdout.flush()
            sys.stdout.buffer.writelines(pieces)

    def _say_written(self) -> None:
        if self.output:
            self.say(_("Written to {path}").format(path=self.output))

    def say(self, sentence: str) -> None:
        """Say *sentence* beside the answer, on stderr."""
        if not self.quiet:
            print(sentence, file=sys.stderr)  # noqa: T201 -- this is the screen's edge

    def tell(self, answer: str) -> None:
        """Print *answer* on stdout."""
        print(answer)  # noqa: T201 -- this is the screen's edge

    def answer(self, report: object) -> None:
        """Print *report* as JSON, whole in whatever encoding stdout has."""
        from dealtrack.render import json  # the model's encoder: 15 ms

        self.tell(json.text(report, self.screen.encoding).rstrip("\n"))

    def number(self, option: str, text: str | None, usual: int) -> int:
        """Read a whole number that was given with *option*; nothing given means *usual*."""
        if text is None:
            return usual
        if not (text.isascii() and text.isdigit() and len(text) < 7):
            raise WrongUse(
                _("{option} {text}: give a whole number.").format(option=option, text=text)
            )
        return int(text)

    def day(self, option: str, text: str | None, lean: Lean = Lean.PAST) -> date:
        """Read a day that was given with *option*; nothing given means today."""
        return self.today if text is None else read_day(option, text, self.today, lean)


def read_day(option: str, text: str, today: date, lean: Lean) -> date:
    """Read a day typed for *option*; an error names the option."""
    try:
        return parse_day(text, today, lean=lean)
    except Unreadable as fault:
        raise fault.under(option) from None


def _patience(environment: Mapping[str, str]) -> float:
    """Return for how many seconds to wait for a server."""
    text = environment.get("DEALTRACK_PATIENCE") or "30"
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text)):
        raise WrongUse(
            _("DEALTRACK_PATIENCE={text}: give a number of seconds, 1 or more.").format(
                text=text
            )
        )
    return int(text)
