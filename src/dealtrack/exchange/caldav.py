"""A calendar on a CalDAV server (RFC 4791): its tasks, read and written one by one.

What somebody else wrote between our reading and our writing is never overwritten: every
write names the state that it changes (If-Match) or that there is none (If-None-Match).
Only this module knows the library ``caldav`` (150 ms).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any, NamedTuple, Self
from urllib.parse import quote, urlsplit

import caldav
from caldav.elements import cdav, dav
from caldav.lib import error as faults
from niquests.exceptions import RequestException

from dealtrack.errors import CalendarRefused, CalendarUnreachable, WrongUse
from dealtrack.text import _

TIMEOUT = 30
"""Seconds to wait for each answer of the server."""

_TYPE = {"Content-Type": "text/calendar; charset=utf-8"}
_OVERTAKEN = 412


# The library's face tells no types
_client: Any = caldav.DAVClient
_anything: Any = caldav.DAVObject


class Resource(NamedTuple):
    """A file of the calendar: where it is, which state of it this is, and its bytes."""

    url: str
    etag: str
    data: bytes


class Overtaken(Exception):  # noqa: N818 -- it is what it says
    """Somebody else changed a task, or made one of its name, since it was read."""


class Server:
    """A calendar at a URL, for a user."""

    def __init__(self, url: str, user: str, password: str, timeout: int = TIMEOUT) -> None:
        refuse_unsafe(url, password)
        self.url = url
        self._client = _client(
            url=url,
            username=user or None,
            password=password or None,
            timeout=timeout,
            enable_rfc6764=False,  # the URL is the one that was given, no other is looked for
            require_tls=False,  # refuse_unsafe is stricter, and lets this computer be itself
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.close()

    def open(self) -> str:
        """Return the URL of the calendar: the one given, or the only one for tasks below it.

        Raises:
            CalendarRefused: if there is none, or the user is not let in.
            WrongUse: if there are several: their URLs are named.
            CalendarUnreachable: if the server does not answer.
        """
        with self._told():
            if self._takes_tasks(self.url):
                return self.url
            below = [str(one.url) for one in self._client.principal().calendars()]
            found = [url for url in below if self._takes_tasks(url)]
        match found:
            case [only]:
                self.url = only
                return only
            case []:
                raise CalendarRefused(self.url, _("there is no calendar for tasks"))
            case several:
                raise WrongUse(
                    _("{url} has several calendars for tasks.").format(url=self.url),
                    "\n".join((_("Name one of them:"), *(f"  {one}" for one in several))),
                )

    def tasks(self) -> list[Resource]:
        """Return every task of the calendar, done ones too."""
        with self._told():
            calendar = self._client.calendar(url=self.url)
            found = calendar.search(todo=True, include_completed=True)
            return [_resource(one) for one in found]

    def create(self, uid: str, data: bytes) -> None:
        """Put a new task there; raise `Overtaken` if there is one of that name."""
        url = f"{self.url.rstrip('/')}/{quote(uid, safe='')}.ics"
        self._put(url, data, {"If-None-Match": "*"})

    def replace(self, there: Resource, data: bytes) -> None:
        """Write a task anew; raise `Overtaken` if it is not as it was read any more."""
        self._put(there.url, data, {"If-Match": there.etag} if there.etag else {})

    def _put(self, url: str, data: bytes, only: dict[str, str]) -> None:
        with self._told():
            answer = self._client.put(url, data.decode(), {**_TYPE, **only})
        if answer.status == _OVERTAKEN:
            raise Overtaken(url)
        if not 200 <= answer.status < 300:
            raise CalendarRefused(self.url, _("it answers {code}").format(code=answer.status))

    def _takes_tasks(self, url: str) -> bool:
        """Whether a calendar at *url* may hold tasks: one may that does not say."""
        try:
            found = _anything(client=self._client, url=url).get_properties(
                [dav.ResourceType(), cdav.SupportedCalendarComponentSet()]
            )
        except faults.AuthorizationError:
            return False  # whether the user is let in at all is asked of the principal
        kinds = found.get(cdav.SupportedCalendarComponentSet.tag)
        is_calendar = cdav.Calendar.tag in (found.get(dav.ResourceType.tag) or ())
        return is_calendar and (not kinds or "VTODO" in kinds)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the library raises into what people read; the password is in none of it."""
        try:
            yield
        except faults.AuthorizationError:
            raise CalendarRefused(
                self.url,
                _("it does not let this user in"),
                _("Check calendar.user, and the password in DEALTRACK_CALDAV_PASSWORD."),
            ) from None
        except faults.NotFoundError:
            why = _("there is nothing at this address")
            raise CalendarRefused(self.url, why) from None
        except faults.DAVError as error:
            why = _("it answers {code}").format(code=type(error).__name__)
            raise CalendarRefused(self.url, why) from None
        except RequestException as error:
            raise CalendarUnreachable(self.url, _why(error)) from None
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise CalendarUnreachable(self.url, why) from None


def refuse_unsafe(url: str, password: str) -> None:
    """Refuse a URL that is none, that holds a password, or that would carry one in the open.

    Raises:
        WrongUse: if so.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise WrongUse(
            _("{url} is not the address of a calendar.").format(url=masked(url)),
            _("It begins with https://"),
        )
    if parts.password or parts.username:
        raise WrongUse(
            _("A user and a password do not belong in an address."),
            _("Give them as DEALTRACK_CALDAV_USER and DEALTRACK_CALDAV_PASSWORD."),
        )
    if password and parts.scheme == "http" and not _is_here(parts.hostname):
        raise WrongUse(
            _("The password would travel in the open to {host}.").format(host=parts.hostname),
            _("Use an address that begins with https://"),
        )


def masked(url: str) -> str:
    """Return *url* without the user and password that may stand in it."""
    head, at, tail = url.rpartition("@")
    scheme = head.partition("://")[0] if "://" in head else ""
    return f"{scheme}://…@{tail}" if at and scheme else url


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _resource(one: Any) -> Resource:
    data = one.data
    raw = data if isinstance(data, bytes) else str(data).encode()
    return Resource(str(one.url), one.etag or "", raw)


def _why(error: RequestException) -> str:
    name = type(error).__name__
    reasons = {
        "ConnectTimeout": _("it does not answer"),
        "ReadTimeout": _("it does not answer"),
        "Timeout": _("it does not answer"),
        "SSLError": _("its certificate is not to be trusted"),
        "ConnectionError": _("there is no connection"),
    }
    return reasons.get(name, name)
