"""``evidence``: bring the attached files of a record out of the ledger."""

import hashlib
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from dealtrack.cli.command import Commands
from dealtrack.cli.options import Anything
from dealtrack.cli.refs import find_anything
from dealtrack.cli.run import Run
from dealtrack.errors import CannotRead
from dealtrack.store.base import Store
from dealtrack.store.disk.attached import Named, named_by
from dealtrack.text import _

commands = Commands()

_DIGEST = 17
"""Characters before the name that a file had when it was attached."""


@commands.add(
    "evidence",
    _("Bring the files that prove something out of the ledger, into a folder."),
    shared="common",
    examples=("evidence 17.2", "evidence 17 --to ~/papers"),
)
def evidence(
    run: Run,
    ref: Anything,
    to: Annotated[
        str,
        typer.Option("--to", metavar="FOLDER", help=_("Where they go; here, if not given.")),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help=_("Replace the file if it exists."))
    ] = False,
) -> None:
    folder = Path(to).expanduser() if to else Path()
    with run.store() as store:
        found = find_anything(store, ref, run.today)
        prefix = str(found.ref)
        attached = [
            one for one in named_by([found.record]) if one.ref == prefix or not found.follow_up
        ]
        for one in dict.fromkeys(attached):
            run.tell(str(_brought(store, one, folder, force=force)))
    if not attached:
        run.say(_("Nothing is attached to {ref}.").format(ref=prefix))


def _brought(store: Store, one: Named, folder: Path, *, force: bool) -> Path:
    """Write an attachment into *folder*; return where it is now."""
    from dealtrack.render.file import save  # tempfile: 8 ms

    content = store.attached(one.file)
    if hashlib.sha256(content).hexdigest() != one.sha256:
        raise CannotRead(
            one.file, _("it is not what was attached to {ref}").format(ref=one.ref)
        )
    name = PurePosixPath(one.file).name
    target = folder / (name[_DIGEST:] or name)
    save(target, [content], force=force)
    return target
