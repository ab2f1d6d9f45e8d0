"""The settings with their defaults, and what each of them is for."""

from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec

from dealtrack.days.working import adopt
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import SECTORS
from dealtrack.settings import briefs, calendars, lights, playbooks, shipped, urgency, views
from dealtrack.settings import mail as mails
from dealtrack.settings.almanac import exceptions
from dealtrack.settings.briefs import Worth
from dealtrack.settings.calendars import Calendar
from dealtrack.settings.lights import Rule
from dealtrack.settings.mail import Correspondent, Mail, Remind
from dealtrack.settings.playbooks import Playbook
from dealtrack.settings.sectors import SectorFile, SectorSetting, read_sectors, taxonomy
from dealtrack.settings.urgency import Urgency
from dealtrack.settings.views import View
from dealtrack.settings.words import WordSetting, merged
from dealtrack.text import later

MonthPart = Literal[
    "overall",
    "targets",
    "rates",
    "units",
    "breakdown",
    "travel",
    "promises",
    "supervision",
    "changes",
    "obstacles",
    "ahead",
    "counting",
]
"""The parts of the monthly summary, in the order in which they are printed."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings with their defaults.

    *soon* counts days ahead, *rows* lines of a list on a terminal, *decimals* the
    decimals of a percentage.
    """

    ledger: str = ""
    language: Literal["", "en", "zh"] = ""
    author: str = ""
    office: str = ""
    soon: int = msgspec.field(default=7)
    rows: int = msgspec.field(default=50)
    decimals: int = 1
    rounding: Literal["half-up", "truncate"] = "half-up"
    landing: Literal["registered", "started", "completed", "in-production"] = "started"
    month_without: tuple[MonthPart, ...] = ()
    box: Literal["unicode", "ascii"] = "unicode"
    holidays: str = "CN"
    own_days: str = ""
    sectors: dict[str, SectorSetting] = {}
    sectors_file: str = ""
    stages: dict[str, WordSetting] = {}
    urgency: Urgency = Urgency()
    lights: Rule = Rule()
    brief: Worth = Worth()
    offer_playbooks: Literal["ask", "yes", "no"] = "ask"
    playbooks: dict[str, Playbook] = {}
    mail: Mail = Mail()
    remind: Remind = Remind()
    people: dict[str, Correspondent] = {}
    calendar: Calendar = Calendar()
    views: dict[str, View] = {}

    def speak(self, folder: Path = Path()) -> None:
        """Take the office's own sectors, names of stages and working days into use.

        What other settings had changed is as before: the defaults bring the usual back.
        The files of the office's own sectors and days count from *folder*; that of the days
        is read when it is needed.

        Raises:
            WrongFile: if the file of sectors cannot be used.
        """
        adopt(partial(exceptions, self.holidays, self.own_days, folder))
        if self.sectors_file or self.sectors or SECTORS.words is not SECTORS.usual:
            SECTORS.adopt(*taxonomy(SECTORS.usual, self._shared(folder), self.sectors))
        if self.stages or STAGES.words is not STAGES.usual:
            STAGES.adopt(merged(STAGES.usual, self.stages))

    def _shared(self, folder: Path) -> SectorFile:
        if not self.sectors_file:
            return SectorFile({})
        return read_sectors(folder / Path(self.sectors_file).expanduser())


ABOUT = {
    "ledger": later(
        "Where the ledger is: a path, or the address of a server. "
        "Empty: the usual place of this system."
    ),
    "language": later(
        "The language of everything printed: en or zh. Empty: as the environment says."
    ),
    "author": later("Your name in the journal. Empty: your login name."),
    "office": later("The name of the office, printed at the head of the monthly summary."),
    "soon": later("How many days ahead counts as due soon."),
    "rows": later("How many rows a list shows on a terminal unless --all is given."),
    "decimals": later("Decimals of a printed percentage."),
    "rounding": later("How percentages are rounded: half-up or truncate."),
    "landing": later(
        "The stage at which a project has landed: registered, started, completed or "
        "in-production."
    ),
    "month_without": later("The parts of the monthly summary that are not printed."),
    "box": later("The lines of tables on a terminal: unicode or ascii."),
    "holidays": later(
        "Whose public holidays are days off: CN, another country such as DE, a part of it "
        "such as DE-BY. Empty: only weekends are off."
    ),
    "own_days": later("A file of the office's own days off and days worked, one a line."),
    "offer_playbooks": later(
        "Whether log adds the follow-ups of playbooks that fit: ask (on a terminal), yes or no."
    ),
    "sectors_file": later("A file of sectors that the office shares: a path."),
    "sectors": later("Sectors of your own: a table for each, with en, zh, synonyms, code."),
    "stages": later("Names and definitions of the stages as your office uses them."),
    "playbooks": playbooks.ABOUT,
    "views": views.ABOUT,
    **mails.ABOUT,
    **calendars.ABOUT,
    **urgency.ABOUT,
    **lights.ABOUT,
    **briefs.ABOUT,
}
"""What each setting is for, as translatable sentences."""

LIMITS: dict[str, tuple[float, float]] = {
    "soon": (0, 3650),
    "rows": (1, 1_000_000),
    "decimals": (0, 6),
    **urgency.LIMITS,
    **lights.LIMITS,
    **briefs.LIMITS,
    **mails.LIMITS,
}
"""The least and the most that a number may be."""

EXAMPLES: dict[str, dict[str, Any]] = {
    "sectors": {"low-altitude": {"en": "low-altitude", "zh": "低空经济"}},
    "stages": {"started": {"zh": "动工", "meaning_zh": "取得施工许可证。"}},
    "playbooks": shipped.EXAMPLE,
    "views": views.EXAMPLE,
    "people": mails.EXAMPLE,
}
"""What may stand in the settings that are tables whose keys the office chooses."""


def setting(settings: Settings, key: str) -> Any:
    """Return the value of the setting called *key*, ``table.field`` in a table."""
    value: Any = settings
    for name in key.split("."):
        value = getattr(value, name)
    return value
