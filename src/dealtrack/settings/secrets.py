"""Passwords: where they may come from.  None stands in a file of ours."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Secret(NamedTuple):
    """A password: the variable that holds it, or else systemd, or else the keyring.

    *credential* is its name among those that systemd hands to a service, *service* the one
    under which a keyring keeps it for the user.
    """

    variable: str
    credential: str
    service: str

    def find(self, user: str, environment: Mapping[str, str] = os.environ) -> str:
        """Return the password of *user*; "" if there is none."""
        if given := environment.get(self.variable):
            return given
        if folder := environment.get("CREDENTIALS_DIRECTORY"):
            try:
                text = (Path(folder) / self.credential).read_text(encoding="utf-8")
                return text.rstrip("\r\n")
            except (OSError, UnicodeDecodeError):
                pass
        return self._of_keyring(user)

    def _of_keyring(self, user: str) -> str:
        try:
            import keyring  # noqa: PLC0415 -- 60 ms, and an extra: most have none
        except ImportError:
            return ""
        try:
            return keyring.get_password(self.service, user) or ""
        except Exception:  # noqa: BLE001 -- whatever a keyring of a desktop that is not there raises
            return ""
