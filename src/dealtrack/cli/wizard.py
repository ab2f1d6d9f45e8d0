"""Recording an agreement by questions: each shows its default, < goes back, ? explains."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from dealtrack.cli.ask import confirm, prompt
from dealtrack.cli.drafts import Reported, make_draft
from dealtrack.cli.run import Run
from dealtrack.errors import DealtrackError
from dealtrack.model import Agreement
from dealtrack.model.agreement import as_if_kept
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.store.base import Store
from dealtrack.text import _, listed
from dealtrack.text.hidden import visible


class Question(NamedTuple):
    """One question: which field it fills, its words, its explanation, names for the Tab key.

    The answer to one that takes *many* is split at semicolons.
    """

    field: str
    asks: str
    explains: str
    names: tuple[str, ...] = ()
    default: str = ""
    many: bool = False


def ask_for(run: Run, store: Store, said: Reported) -> Reported | None:
    """Ask for everything about an agreement; None if the answer to “Save?” is no."""
    ledger = store.agreements.search(as_of=run.today)
    questions = _questions(ledger)
    run.say(_("Enter takes the default in brackets, < goes back, ? explains, Ctrl-C leaves."))
    number = 0
    while number < len(questions):
        answer = _answer(questions[number])
        if answer == "<":
            number = max(number - 1, 0)
            continue
        changed = _with(said, questions[number], answer)
        if _is_understood(run, store, changed):
            said, number = changed, number + 1
    return said if _wants(run, store, said) else None


def _questions(ledger: list[Agreement]) -> list[Question]:
    last = ledger[-1] if ledger else None
    who = last.assignments[-1] if last and last.assignments else None
    parties = _names(p.name for a in ledger for p in a.parties)
    people = _names(str(w) for a in ledger for w in a.witnesses)
    return [
        Question(
            "title",
            _("What was agreed"),
            _("The title of the paper. The only thing that must be known."),
        ),
        Question(
            "parties",
            _("Who is in it"),
            _('Each as it signed, "(ours)" behind our side: Our Zone (ours); Example Cloud.'),
            parties,
            many=True,
        ),
        Question(
            "kind",
            _("Kind"),
            _("What sort of paper it is: {names}.").format(names=listed(KINDS.keys)),
            KINDS.keys,
        ),
        Question(
            "signed",
            _("Signed on"),
            _(
                "A day, a month, a year or an interval; Enter if the day is not known. Not signed yet: leave it, and give --stage negotiating."
            ),
        ),
        Question(
            "place",
            _("Where"),
            _("The place of the signing."),
            _names(a.place for a in ledger),
            last.place if last else "",
        ),
        Question(
            "sectors",
            _("Sector"),
            _("One or several of: {names}.").format(names=listed(SECTORS.keys)),
            (*SECTORS.keys, *(w.zh for w in SECTORS)),
            many=True,
        ),
        Question(
            "witnesses",
            _("Witnesses"),
            _("Who witnessed the signing: name, post, organisation."),
            people,
            many=True,
        ),
        Question(
            "amount",
            _("Amount"),
            _("The money agreed: 3.5亿, 20 million USD; Enter if none is named."),
        ),
        Question(
            "unit",
            _("Responsible unit"),
            _("Which unit follows it up."),
            _units(ledger),
            who.unit if who else "",
        ),
        Question(
            "owner",
            _("Responsible person"),
            _("Who follows it up."),
            _owners(ledger),
            who.owner if who else "",
        ),
        Question(
            "follow_ups",
            _("Follow-ups"),
            _('What has to be done next: "task @ due @ owner".'),
            many=True,
        ),
    ]


def _answer(question: Question) -> str:
    with _Completion(question.names):
        while True:
            default = f" [{visible(question.default)}]" if question.default else ""
            typed = prompt(_("{question}: ").format(question=question.asks + default)).strip()
            if typed not in {"?", "？"}:
                return {"《": "<", "＜": "<"}.get(typed, typed) or question.default
            print(f"  {question.explains}", file=sys.stderr)  # noqa: T201 -- the screen's edge
            if question.many:
                separated = _("Several are separated by a semicolon.")
                print(f"  {separated}", file=sys.stderr)  # noqa: T201


def _with(said: Reported, question: Question, answer: str) -> Reported:
    told: Any = answer
    if question.many:
        parts = (part.strip() for part in answer.replace("；", ";").split(";"))
        told = [part for part in parts if part]
    return replace(said, **{question.field: told})


def _is_understood(run: Run, store: Store, said: Reported) -> bool:
    """Whether everything said so far can be read; says why if it cannot."""
    if not said.title:
        run.say(_("It needs a title."))
        return False
    try:
        make_draft(run, store, said)
    except DealtrackError as error:
        run.say(visible(str(error).splitlines()[0]))
        return False
    return True


def _wants(run: Run, store: Store, said: Reported) -> bool:
    from dealtrack.report.card import card_of

    shown = as_if_kept(make_draft(run, store, said), store.agreements.last_id + 1)
    run._replace(format=None, output=None).show(card_of(shown, run.today))
    return confirm(run, _("Save?"), default=True)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _units(ledger: list[Agreement]) -> tuple[str, ...]:
    return _names(s.unit for a in ledger for s in a.assignments)


def _owners(ledger: list[Agreement]) -> tuple[str, ...]:
    return _names(s.owner for a in ledger for s in a.assignments)


class _Completion:
    """The Tab key completes *names* while the question stands, where the terminal can do it."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def __enter__(self) -> None:
        try:
            import readline
        except ImportError:  # Windows
            return
        readline.set_completer_delims(";；")
        readline.set_completer(self._complete)
        readline.parse_and_bind("tab: complete")

    def __exit__(self, *_error: object) -> None:
        readline = sys.modules.get("readline")
        if readline:
            readline.set_completer(None)

    def _complete(self, text: str, state: int) -> str | None:
        begun = text.strip().casefold()
        hits = [name for name in self._names if name.casefold().startswith(begun)]
        return hits[state] if state < len(hits) else None
