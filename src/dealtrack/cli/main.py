"""The program: it finds the command, runs it, and knows how to fail.

`main` is the one error boundary.  It imports only what the first words name:
declaring all commands would cost more than running one, and ``--version`` needs
nothing at all.
"""

import atexit
import gc
import os
import sys
from collections.abc import Sequence

from dealtrack import __version__
from dealtrack.cli import COMPLETE
from dealtrack.errors import (
    CannotRead,
    CannotWrite,
    DealtrackError,
    ServerUnreachable,
    WrongUse,
    reason,
)
from dealtrack.text import _, known, listed, speak, wanted

_GLOBAL_WITH_VALUE = ("--ledger", "--lang", "--today")
_HELP = ("--help", "-h")

_WIDE = 90
"""Columns that a line of an error may have."""

_REFUSED = (2, 3, 4)
"""Exit codes after which nothing was saved, for sure."""

_UNSAVED = (CannotWrite, ServerUnreachable)
"""Errors that are told only where nothing was saved."""


def main() -> int:
    """Run the program and return its exit code."""
    words = sys.argv[1:]
    _have_streams()
    gc.disable()  # a run is short, and what it loads stays: collecting costs a tenth of it
    atexit.register(gc.freeze)  # nor is it gone through once more when the process ends
    try:
        code = _tell_version() if words in (["--version"], ["-V"]) else _answer(words)
        sys.stdout.flush()
    except DealtrackError as error:
        return _fail(error, "--debug" in words)
    except (KeyboardInterrupt, EOFError) as stop:
        _complain("\n" + " ".join(_notes(stop) or [_("Stopped.")]))
        return 130
    except BrokenPipeError:
        return _hang_up()
    except Exception as error:  # noqa: BLE001 -- the one boundary: report, never spill
        if isinstance(error, PermissionError) and error.filename:  # a folder that is shut
            return _fail(CannotRead(str(error.filename), reason(error)), "--debug" in words)
        return _crash(error, words)
    finally:
        gc.enable()
    return code


def _have_streams() -> None:
    """Put nothing in place of a stdin, stdout or stderr that was closed by our caller.

    Otherwise the next file to be opened, the ledger, would be the one that is written to.
    """
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdin = sys.stdin or open(0, encoding="utf-8")  # noqa: SIM115 -- as long as we run
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115


def _tell_version() -> int:
    print(f"dealtrack {__version__}")  # noqa: T201 -- before anything is loaded
    return 0


def _answer(words: Sequence[str]) -> int:
    _prepare(words)
    return _complete() if COMPLETE in os.environ else run(words)


def run(words: Sequence[str]) -> int:
    """Run the command that *words* name and return its exit code."""
    words = _settled(words)
    if not words:
        from dealtrack.cli.help import welcome

        return welcome()
    if words[0] in _HELP:
        words = ["help"]
    name, rest = _command(words)
    own = rest[: rest.index("--")] if "--" in rest else rest
    if any(flag in own for flag in _HELP):
        name, rest = "help", [*name.split(), *_language_words(own)]
    return _invoke(name, rest)


def _prepare(words: Sequence[str]) -> None:
    from dealtrack.render.screen import tolerant

    tolerant(sys.stdout)
    tolerant(sys.stderr)
    if reconfigure := getattr(sys.stdin, "reconfigure", None):
        reconfigure(errors="surrogateescape")  # the rules refuse what is no text
    speak(_language(words))


def _language(words: Sequence[str]) -> str:
    """Return the language asked for: option, DEALTRACK_LANG, settings, environment."""
    for number, word in enumerate(words):
        name, _equals, value = word.partition("=")
        if name == "--lang" and (value or number + 1 < len(words)):
            return _checked_language(value or words[number + 1])
    if os.environ.get("DEALTRACK_LANG"):
        return wanted()
    return _language_of_settings() or wanted()


def _checked_language(name: str) -> str:
    chosen = known(name)
    if chosen is None:
        raise WrongUse(
            _("--lang {name}: dealtrack does not speak it.").format(name=name),
            _("Write --lang en or --lang zh."),
        )
    return chosen


def _language_of_settings() -> str:
    from dealtrack.settings import WrongSettings, load, settings_path

    try:
        return load(settings_path()).language
    except WrongSettings:
        return ""  # said when the command reads them; `config edit` must still run


def _settled(words: Sequence[str]) -> list[str]:
    """Put options that stand before the command behind it: they mean the same there."""
    before: list[str] = []
    rest = list(words)
    while rest and rest[0].startswith("-") and rest[0] not in _HELP:
        takes_value = rest[0] in _GLOBAL_WITH_VALUE
        before += rest[: 2 if takes_value else 1]
        rest = rest[2 if takes_value else 1 :]
    if before and not rest:
        raise WrongUse(
            _("{option} stands alone: name a command.").format(option=before[0]),
            _("See: dealtrack help"),
        )
    return [*rest[:1], *_second(rest), *before, *rest[1 + len(_second(rest)) :]]


def _second(words: Sequence[str]) -> list[str]:
    from dealtrack.cli.catalogue import MODULES

    return list(words[1:2]) if " ".join(words[:2]) in MODULES else []


def _language_words(words: Sequence[str]) -> list[str]:
    kept = [(w, n) for n, w in enumerate(words) if w.partition("=")[0] == "--lang"]
    return [part for w, n in kept for part in ([w] if "=" in w else words[n : n + 2])]


def _command(words: Sequence[str]) -> tuple[str, list[str]]:
    """Split *words* into the name of a command and what follows it."""
    from dealtrack.cli.catalogue import MODULES

    for length in (2, 1):
        if (name := " ".join(words[:length])) in MODULES:
            return name, list(words[length:])
    first = words[0]
    if f"{first} list" in MODULES and (len(words) == 1 or words[1].startswith("-")):
        return f"{first} list", list(words[1:])
    raise _no_such_command(first, words)


def _no_such_command(first: str, words: Sequence[str]) -> WrongUse:
    from difflib import get_close_matches  # 6 ms, wanted only after a slip

    from dealtrack.cli.catalogue import MODULES

    groups = [name for name in MODULES if name.startswith(f"{first} ")]
    wrong = " ".join(words[:2]) if groups else first
    sentence = _("There is no command {name}.").format(name=wrong)
    if close := groups or get_close_matches(first, MODULES, n=1):
        return WrongUse(
            sentence,
            _("Did you mean: {names}?").format(names=listed(f"dealtrack {c}" for c in close)),
        )
    return WrongUse(sentence, _("See: dealtrack help"))


def _invoke(name: str, words: list[str]) -> int:
    from dealtrack.cli.catalogue import find

    try:
        return _call(name, words)
    except DealtrackError as error:
        is_refused = error.exit_code in _REFUSED or isinstance(error, _UNSAVED)
        if find(name).writes and is_refused:
            error.add_note(_("Nothing was saved."))
        raise
    except KeyboardInterrupt as stop:
        if find(name).writes and not _notes(stop):
            stop.add_note(_("Stopped. What was saved last: dealtrack history --limit 1"))
        raise


def _call(name: str, words: list[str]) -> int:
    from typer.exceptions import TyperException
    from typer.main import get_command

    from dealtrack.cli.catalogue import find

    named = find(name)
    command = get_command(named.app())
    try:
        # Not `command.main`, which has its own ideas of Ctrl-C and of closed pipes
        with command.make_context(f"dealtrack {name}", named.settled(words)) as context:
            code = command.invoke(context)
    except TyperException as error:
        from dealtrack.cli.wrong import explain

        raise explain(error, name) from None
    return code if isinstance(code, int) else 0


def _complete() -> int:
    """Answer the shell that asks for completions; it takes silence for none."""
    from dealtrack.cli.completing import answer

    return answer(COMPLETE)


def _fail(error: DealtrackError, debug: bool) -> int:
    if debug:
        raise error
    first, *more = _told(error)
    _complain("\n".join([_("Error: {sentence}").format(sentence=first), *more]))
    return error.exit_code


def _told(error: DealtrackError) -> list[str]:
    """Return the lines of *error*, those after the first set in, its notes behind the last."""
    first, *more = str(error).splitlines()
    for note in _notes(error):
        if note in str(error):
            continue
        if more and _has_room(more[-1], note):
            more[-1] += f"  {note}"
        else:
            more.append(note)
    return [first, *(f"  {line}" for line in more)]


def _has_room(line: str, note: str) -> bool:
    """Whether *note* fits behind *line*: a sentence, not a command that will be copied."""
    return line.endswith((".", "。", "?", "？")) and len(line) + len(note) < _WIDE


def _notes(error: BaseException) -> list[str]:
    return getattr(error, "__notes__", [])


def _complain(sentence: str) -> None:
    from dealtrack.text.hidden import visible

    shown = "\n".join(visible(line) for line in sentence.splitlines())
    print(shown, file=sys.stderr)  # noqa: T201 -- this is the screen's edge


def _hang_up() -> int:
    """Leave quietly after the reader of our output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _crash(error: Exception, words: Sequence[str]) -> int:
    if "--debug" in words:
        raise error
    from dealtrack.cli.crash import report

    return report(error, words)
