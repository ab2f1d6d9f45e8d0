"""What a brief holds worth raising at a meeting: from how many days on."""

import msgspec

from dealtrack.text import later


class Worth(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agreement that ends within *expiring* days, an intention *unfollowed* for more."""

    expiring: int = 90
    unfollowed: int = 90


ABOUT = {
    "brief.expiring": later("Days ahead in which an agreement that expires is worth a word."),
    "brief.unfollowed": later(
        "Days after which an intention that nothing followed is worth a word."
    ),
}
"""What each of them is for."""

LIMITS: dict[str, tuple[float, float]] = dict.fromkeys(ABOUT, (0, 3650))
"""The least and the most that a number may be."""
