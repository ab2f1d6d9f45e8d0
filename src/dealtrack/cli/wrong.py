"""What typer says about wrong words, said in our own."""

import re
from typing import Any

from typer.exceptions import TyperException

from dealtrack.errors import WrongUse
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

_EXTRA = re.compile(r".*\(s\) \((?P<words>.*)\)", re.DOTALL)
_CHOICE = re.compile(r"'(?P<text>.*)' is not (?:one of )?'.*", re.DOTALL)


def explain(error: TyperException, command: str) -> WrongUse:
    """Return *error* as a sentence of ours, in the reader's language.

    Typer's classes are private since it vendors click, so they are known by name.
    """
    found: Any = error
    see = _("See: dealtrack {command} --help").format(command=command)
    match type(error).__name__:
        case "NoSuchOption":
            return WrongUse(*_no_such_option(found, see))
        case "MissingParameter":
            name = found.param.metavar or found.param.name
            return WrongUse(_("{name} is missing.").format(name=name), see)
        case "BadOptionUsage" if "does not take" in found.message:
            return WrongUse(_("{option} takes no value.").format(option=found.option_name), see)
        case "BadOptionUsage":
            return WrongUse(_("{option} needs a value.").format(option=found.option_name), see)
        case "BadParameter" if chosen := _CHOICE.fullmatch(found.message):
            option, known = found.param.opts[0], listed(found.param.type.choices)
            return WrongUse(
                _("{option} {text}: there is no such choice.").format(
                    option=option, text=visible(chosen["text"])
                ),
                _("Known are: {names}.").format(names=known),
            )
        case _:
            return WrongUse(_too_many(error.format_message()), see)


def _no_such_option(error: Any, see: str) -> tuple[str, str]:
    typed: str = error.option_name
    sentence = _("There is no option {option}.").format(option=typed)
    if re.match(r"-\d", typed):
        return (
            _("{text} begins with a dash, as options do, and is none of them.").format(
                text=typed
            ),
            _(
                "A number has no sign here: write {number}. "
                "Before a text that begins with a dash, write -- first."
            ).format(number=typed.lstrip("-")),
        )
    from difflib import get_close_matches  # 6 ms, wanted only after a slip

    known = [name for p in error.ctx.command.params for name in p.opts if name[:2] == "--"]
    if close := get_close_matches(typed, known, n=1):
        return sentence, _("Did you mean {name}?").format(name=close[0])
    return sentence, see


def _too_many(message: str) -> str:
    found = _EXTRA.fullmatch(message)
    if found is None:
        return message
    words = plural(
        "There is a word too many: {words}",
        "There are {n} words too many: {words}",
        len(found["words"].split(" ")),
    )
    return words.format(words=found["words"])
