"""The user's own editor, as a place to change a text."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from dealtrack.errors import WrongUse
from dealtrack.text import _


def edit(
    text: str, folder: Path, suffix: str, environment: Mapping[str, str] = os.environ
) -> str:
    """Let the user change *text* in $VISUAL or $EDITOR; return what was saved.

    The text lies in a file of mode 0600 in *folder* meanwhile, never in a public place.

    Raises:
        WrongUse: if no editor can be started, or it ended with an error.
    """
    words = _editor(environment)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(
        "w", encoding="utf-8", suffix=suffix, prefix="edit-", dir=folder, delete=False
    ) as file:
        file.write(text)
    path = Path(file.name)
    try:
        _run([*words, str(path)])
        return path.read_text(encoding="utf-8-sig")
    finally:
        path.unlink(missing_ok=True)


def _editor(environment: Mapping[str, str]) -> list[str]:
    usual = "notepad" if sys.platform == "win32" else "vi"
    try:
        words = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or usual)
    except ValueError:  # an open quote
        words = []
    if not words:
        raise WrongUse(_("No editor is set."), _("Set one: export EDITOR=nano"))
    return words


def _run(words: list[str]) -> None:
    try:
        code = subprocess.run(words, check=False).returncode
    except OSError as error:
        raise WrongUse(
            _("The editor {name} cannot be started: {why}").format(
                name=words[0], why=error.strerror
            ),
            _("Set another one: export EDITOR=nano"),
        ) from None
    if code:
        raise WrongUse(
            _("The editor {name} ended with an error ({code}). Nothing was saved.").format(
                name=words[0], code=code
            )
        )
