"""Recording an agreement by questions: each shows its default, < goes back, ? explains."""

import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from typing import Any

from dealtrack.cli.ask import confirm, narrow, prompt
from dealtrack.cli.drafts import Reported, make_draft
from dealtrack.cli.familiar import doubted
from dealtrack.cli.lookup import Lookup, tab_completes
from dealtrack.cli.questions import Question, questions
from dealtrack.cli.run import Run
from dealtrack.errors import DealtrackError
from dealtrack.model import Draft
from dealtrack.model.agreement import as_if_kept
from dealtrack.model.rules import check
from dealtrack.store.base import Store
from dealtrack.text import _, run_on
from dealtrack.text.hidden import visible

BACK = "<"
NOTHING = "-"
NOT_YET = {"not yet", "no", "not signed", "未签", "未签约", "尚未签约", "还没签", "没有"}


def ask_for(
    run: Run, store: Store, said: Reported, complete: Callable[[Draft], Draft]
) -> Draft | None:
    """Ask for everything about an agreement; None if the answer to “Save?” is no.

    What was answered is made *complete* before it is shown whole.
    """
    lookup = Lookup.of(store, run.today)
    _say(_("Enter takes what stands in brackets, - leaves it open, < goes back, ? explains."))
    number, asked = 0, questions(lookup, said)
    while number < len(asked):
        question = asked[number]
        answer = _answer(question)
        if answer == BACK:
            number = max(number - 1, 0)
            continue
        changed = _with(said, question, answer)
        if _is_understood(run, store, changed):
            if question.field == "parties" and changed.parties != said.parties:
                for sentence in doubted(run, store, changed.parties):
                    _say(visible(f"  {sentence}"))
            said, number = changed, number + 1
            asked = questions(lookup, said)  # what was said changes the defaults
    draft = complete(make_draft(run, store, said))
    return draft if _wants(run, store, draft) else None


def _answer(question: Question) -> str:
    shown = question.asks + (f" [{visible(question.default)}]" if question.default else "")
    with tab_completes(question.names):
        while True:
            typed = prompt(_("{question}: ").format(question=shown))
            match narrow(typed).replace("《", BACK):
                case "?":
                    _explain(question)
                case sign if sign in {BACK, NOTHING}:
                    return sign
                case _:
                    return typed or question.default


def _explain(question: Question) -> None:
    _say(f"  {question.explains}")
    if question.many:
        _say("  " + _("Several are separated by a semicolon."))


def _with(said: Reported, question: Question, answer: str) -> Reported:
    """Return what was said, the *answer* to *question* included."""
    told: Any = "" if answer == NOTHING else answer
    if question.many:
        told = tuple(p for part in re.split(question.many, told) if (p := part.strip()))
    if question.field == "signed":
        not_yet = answer.casefold() in NOT_YET
        return replace(
            said, signed="" if not_yet else told, stage="negotiating" if not_yet else ""
        )
    return replace(said, **{question.field: told})


def _is_understood(run: Run, store: Store, said: Reported) -> bool:
    """Whether everything said so far can be read and keeps the rules; says why if not."""
    if not said.title:
        _say(_("It needs a title."))
        return False
    try:
        check(make_draft(run, store, said))
    except DealtrackError as error:
        # Here nobody typed an option
        _say(visible(run_on(re.sub(r"^--[a-z-]+ ", "", str(error)).splitlines())))
        return False
    return True


def _wants(run: Run, store: Store, draft: Draft) -> bool:
    """Show the card that would be saved, beside the answer, and ask."""
    from dealtrack.report.card import card_of

    shown = as_if_kept(draft, store.agreements.last_id + 1)
    screen = run.screen._replace(pager="")  # its last page would hide the question
    with redirect_stdout(sys.stderr):
        run._replace(format=None, output=None, screen=screen).show(card_of(shown, run.today))
    return confirm(run, _("Save?"), default=True)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201 -- this is the screen's edge
