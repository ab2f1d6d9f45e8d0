"""The backup before the first change of a day, and before an upgrade."""

from datetime import datetime

from dealtrack.errors import reason
from dealtrack.store.disk import checkpoint
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.snapshot import State
from dealtrack.store.safety import reach
from dealtrack.text import _


def back_up(files: Files, now: State, moment: datetime) -> str:
    """Make the backup if there is none yet; return what is to be said of it, or "".

    Raises: what `reach.check` raises.
    """
    is_old = now.format < checkpoint.FORMAT
    if now.saved is None and not files.backups.is_dir():
        return ""
    is_today = now.saved and now.saved.astimezone(moment.tzinfo).date() == moment.date()
    if is_today and not is_old:
        return ""
    from dealtrack.store.safety import backups  # noqa: PLC0415 -- 20 ms, once a day

    reach.check(files, now.revision)
    try:
        why = backups.UPGRADE if is_old else backups.DAILY
        return backups.before_writing(files, moment, why)
    except OSError as error:
        return _("There is no backup of today: {why}.").format(why=reason(error))
