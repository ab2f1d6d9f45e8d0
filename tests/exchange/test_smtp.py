"""The mail server as a peer: what it may do to us, and what we tell of it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from dealtrack.errors import MailUnreachable, WrongUse
from dealtrack.exchange.smtp import Letter, NotTaken, is_here, post
from dealtrack.settings import Mail
from tests.mail.server import MailServer, serving

SECRET = "s3cret-Pa55word"
LETTER = Letter("office@example.org", "li@example.org", b"Subject: x\r\n\r\n.\r\nbody\r\n")


@contextmanager
def saying(greeting: bytes) -> Iterator[int]:
    """Run a server that says *greeting* and nothing more; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            try:
                peer, _address = listening.accept()
            except OSError:
                return
            with peer:
                peer.sendall(greeting)
                if not greeting:
                    peer.recv(1)

        thread = Thread(target=greet, daemon=True)
        thread.start()
        yield listening.getsockname()[1]


def a_mail(port: int, **more: str) -> Mail:
    return Mail(server="127.0.0.1", port=port, **{"security": "none", **more})  # type: ignore[arg-type]


def fault(mail: Mail, password: str = "", timeout: float = 10) -> str:
    with (
        pytest.raises(MailUnreachable) as error,
        post(mail, password, timeout),
    ):
        pass
    return error.value.why


def test_a_server_that_says_nothing_is_not_waited_for_for_ever() -> None:
    with saying(b"") as port:
        assert fault(a_mail(port), timeout=0.2) == "it does not answer in time"


def test_what_a_server_says_as_it_turns_us_away_is_repeated_in_one_line() -> None:
    with saying(b"554-no\x1b[31m\r\n554 service here\r\n") as port:
        mail = a_mail(port)
        with pytest.raises(MailUnreachable) as error, post(mail, ""):
            pass

    assert "554 no\\x1b[31m service here" in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("greeting", [b"\r\n", b"220 hello\r\n"])
def test_a_server_that_hangs_up_is_told(greeting: bytes) -> None:
    with saying(greeting) as port:
        assert fault(a_mail(port, security="starttls"))


def test_a_name_that_nobody_knows_is_told() -> None:
    assert fault(Mail(server="nowhere.invalid", security="none"))


def test_a_line_that_begins_with_a_dot_arrives_whole() -> None:
    with serving(MailServer()) as server:
        with post(a_mail(server.port), "") as one:
            one.send(LETTER)

        assert server.accepted[0].get_content().splitlines() == [".", "body"]


def test_after_a_break_the_next_mail_is_sent() -> None:
    with (
        serving(MailServer(drops={"li@example.org"})) as server,
        post(a_mail(server.port), "") as one,
    ):
        with pytest.raises(NotTaken) as error:
            one.send(LETTER)
        one.send(LETTER._replace(reader="wang@example.org"))

    assert error.value.broke
    assert server.readers == ["wang@example.org"]


@pytest.mark.parametrize("server", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_is_here(server: str) -> None:
    assert is_here(server)


@pytest.mark.parametrize("server", ["example.org", "localhost.example.org", "10.0.0.1", ""])
def test_another_machine_is_not(server: str) -> None:
    assert not is_here(server)
    with pytest.raises(WrongUse), post(Mail(server=server, user="li", security="none"), SECRET):
        pass
