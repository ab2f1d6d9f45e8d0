"""``completion``: print a script that completes commands; nothing is edited for the user."""

from typing import Annotated

import typer

from dealtrack.cli import COMPLETE
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import say_sort
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.text import _, listed

commands = Commands()

SHELLS = ("bash", "zsh", "fish", "powershell")


@commands.add(
    "completion",
    _("Print a script that completes commands and options in your shell."),
    shared="settings",
    examples=(
        "completion bash > ~/.local/share/bash-completion/completions/dealtrack",
        "completion fish > ~/.config/fish/completions/dealtrack.fish",
    ),
)
def completion(
    run: Run,
    shell: Annotated[
        str,
        typer.Argument(
            metavar="SHELL",
            help=_("bash, zsh, fish or powershell."),
            autocompletion=completed("shells"),
        ),
    ],
) -> None:
    if shell not in SHELLS:
        raise WrongUse(
            _("{option} {text}: there is no such {sort}.").format(
                option="SHELL", text=shell, sort=say_sort("shell")
            ),
            _("Known are: {names}.").format(names=listed(SHELLS)),
        )
    from typer._completion_shared import get_completion_script

    run.tell(get_completion_script(prog_name="dealtrack", complete_var=COMPLETE, shell=shell))
