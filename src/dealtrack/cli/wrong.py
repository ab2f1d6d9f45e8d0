"""What typer says about wrong words, said in our own."""

from typing import Any

from typer.exceptions import TyperException

from dealtrack.errors import WrongUse
from dealtrack.text import _


def explain(error: TyperException, command: str) -> WrongUse:
    """Return *error* as a sentence of ours, in the reader's language.

    Typer's classes are private since it vendors click, so they are known by name.
    """
    found: Any = error
    help_line = _("See: dealtrack {command} --help").format(command=command)
    match type(error).__name__:
        case "NoSuchOption":
            return WrongUse(*_no_such_option(found, command))
        case "MissingParameter":
            name = (
                found.param.make_metavar(found.ctx)
                if found.param.param_type_name == "argument"
                else found.param.opts[0]
            )
            return WrongUse(_("{name} is missing.").format(name=name.strip("[].")), help_line)
        case "BadOptionUsage":
            return WrongUse(
                _("{option} needs a value.").format(option=found.option_name), help_line
            )
        case "UsageError":
            return WrongUse(
                _("There is a word too many: {words}").format(words=_extra(found)), help_line
            )
        case _:
            return WrongUse(error.format_message(), help_line)


def _no_such_option(error: Any, command: str) -> tuple[str, str]:
    sentence = _("There is no option {option}.").format(option=error.option_name)
    known = [opt for p in error.ctx.command.params for opt in p.opts if opt.startswith("--")]
    from difflib import get_close_matches  # 6 ms, wanted only after a slip

    if close := get_close_matches(error.option_name, known, n=1):
        return sentence, _("Did you mean {name}?").format(name=close[0])
    return sentence, _("See: dealtrack {command} --help").format(command=command)


def _extra(error: Any) -> str:
    message: str = error.message
    inside = message.partition("(")[2].rpartition(")")[0]
    return inside or message
