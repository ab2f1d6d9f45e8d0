"""The calendar that follow-ups are shared with, and the alarms in it."""

import msgspec

from dealtrack.settings.secrets import Secret
from dealtrack.text import later

USER = "DEALTRACK_CALDAV_USER"
SECRET = Secret("DEALTRACK_CALDAV_PASSWORD", "dealtrack-caldav-password", "dealtrack-caldav")


class Calendar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A calendar on a CalDAV server, who signs in, and how long before a day it rings."""

    url: str = ""
    user: str = ""
    alarms: tuple[str, ...] = ()


ABOUT = {
    "calendar.url": later("The calendar that sync caldav works with."),
    "calendar.user": later("The user that its server knows. The password does not stand here."),
    "calendar.alarms": later("How long before a due day a calendar rings: 1d, 1w."),
}
"""What each of them is for."""
