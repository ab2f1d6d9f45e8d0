"""The office's own calendar of working days, as its settings name it."""

from pathlib import Path

from dealtrack.days.owndays import read_own_days
from dealtrack.days.working import Exceptions, of_country, weekends_only
from dealtrack.settings.wrong import WrongFile
from dealtrack.text import _


def exceptions(holidays: str, own_days: str, folder: Path, year: int) -> Exceptions:
    """Return the days of *year* that are unlike their weekday.

    Raises:
        NoAlmanac: if nobody knows the days off of that country.
        WrongFile: if the file of own days cannot be read.
    """
    usual = of_country(holidays)(year) if holidays else weekends_only(year)
    if not own_days:
        return usual
    path = folder / Path(own_days).expanduser()
    try:
        own, faults = read_own_days(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFile(path, str(error)) from None
    if faults:
        why = _("line {line}: {why}.").format(line=faults[0].line, why=faults[0].why)
        raise WrongFile(path, why)
    return usual.under(own)
