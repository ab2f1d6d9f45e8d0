"""Reminders by mail, against a real server: what counts as told, and what does not."""

import json
import subprocess
import sys
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from re import sub

import pytest

from tests.cli.home import Home
from tests.mail.conftest import Authority, settle
from tests.mail.server import MailServer, serving

SECRET = "s3cret-Pa55word"


def memory(home: Home) -> Path:
    return home.ledger.with_name("ledger.reminded.json")


def told(home: Home) -> set[str]:
    """Return whom the memory of mails names."""
    if not memory(home).exists():
        return set()
    return set(json.loads(memory(home).read_text("utf-8"))["told"].get("mail", {}).get("", {}))


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def words_of(mail: EmailMessage) -> tuple[list[str], list[str]]:
    """Return the words of both parts: of the HTML what a reader sees."""
    body = html_of(mail).partition("<body")[2].partition(">")[2]
    shown = unescape(sub(r"<[^>]*>", " ", body))
    bare = sub(r"[=-]{3,}", " ", text_of(mail))
    return bare.split(), shown.split()


# What is sent


def test_each_owner_gets_one_mail_in_its_own_language(home: Home, server: MailServer) -> None:
    settle(home, server)

    answer = home.run("remind", "--mail")

    assert answer.code == 0, answer.err
    by_reader = dict(zip(server.readers, server.accepted, strict=True))
    assert set(by_reader) == {"zhang@example.org", "li@example.org"}
    assert by_reader["li@example.org"]["Subject"] == (
        "dealtrack: 1 overdue, 1 due by 2026-11-09, 1 waiting for somebody"
    )
    assert by_reader["zhang@example.org"]["Subject"] == "dealtrack：逾期1项、待他人办理1项"
    assert "Send the annex" in text_of(by_reader["li@example.org"])
    assert "No seal yet" in text_of(by_reader["zhang@example.org"])


def test_both_parts_say_the_same(home: Home, server: MailServer) -> None:
    settle(home, server)

    home.run("remind", "--mail")

    for mail in server.accepted:
        text, html = words_of(mail)
        assert text == html
        assert mail.get_content_type() == "multipart/alternative"
        for part in mail.iter_parts():
            assert part.get_content_charset() == "utf-8"


def test_text_of_the_ledger_is_text_in_the_html(home: Home, server: MailServer) -> None:
    settle(home, server)

    home.run("remind", "--mail")

    for mail in server.accepted:
        assert "&lt;b&gt;&amp; co&lt;/b&gt;" in html_of(mail)
        assert "<b>" not in html_of(mail)


def test_names_and_domains_in_any_script_are_encoded(home: Home, server: MailServer) -> None:
    settle(home, server)

    home.run("remind", "--mail")

    for mail in server.accepted:
        writer = mail["From"].addresses[0]
        assert writer.display_name == "合作办 Cooperation Office"
        assert writer.addr_spec == "reminder@xn--fsqu00a.example"
        assert all(str(value).isascii() for _name, value in mail.raw_items())


def test_a_name_with_a_line_break_makes_no_header(home: Home, server: MailServer) -> None:
    settle(home, server)
    path = home.folder / ".config" / "dealtrack" / "config.toml"
    text = path.read_text("utf-8").replace("合作办", r"Bcc\r\nBcc: evil@example.org\r\n")
    path.write_text(text, encoding="utf-8")

    answer = home.run("remind", "--mail")

    assert answer.code == 0, answer.err
    assert server.accepted
    assert all(mail["Bcc"] is None for mail in server.accepted)
    assert "evil@example.org" not in server.readers


def test_who_has_no_address_is_named_and_not_lost(home: Home, server: MailServer) -> None:
    settle(home, server)

    first, second = home.run("remind", "--mail"), home.run("remind", "--mail")

    for answer in (first, second):
        assert answer.code == 0
        assert 'No address for 李四 (1 thing): [people."李四"] in the settings.' in answer.err
    assert told(home) == {"张三", "Li Wei"}


def test_the_head_of_the_office_gets_everything_once(home: Home, server: MailServer) -> None:
    settle(home, server)

    assert home.run("remind", "--to", "head@example.org").code == 0
    home.run("remind", "--to", "head@example.org")

    assert server.readers == ["head@example.org"]
    text = text_of(server.accepted[0])
    for owner in ("张三", "Li Wei", "李四"):
        assert owner in text
    assert home.run("remind", "--mail").code == 0
    assert len(server.accepted) == 3


def test_a_dry_run_prints_the_mails_and_remembers_nothing(
    home: Home, server: MailServer
) -> None:
    settle(home, server)

    answer = home.run("remind", "--mail", "--dry-run")

    assert answer.code == 0
    assert "To: Li Wei <li@example.org>" in answer.out
    assert "Subject: dealtrack: 1 overdue, 1 due by 2026-11-09, 1 waiting" in answer.out
    assert "报送附件" in answer.out
    assert server.accepted == []
    assert not memory(home).exists()


# Neither repeated nor forgotten


def test_the_second_run_says_nothing(home: Home, server: MailServer) -> None:
    settle(home, server)
    home.run("remind", "--mail")

    answer = home.run("remind", "--mail")

    assert answer.out == "Nothing new to be told.\n"
    assert len(server.accepted) == 2


def test_after_a_week_it_is_told_again_with_another_message_id(
    home: Home, server: MailServer
) -> None:
    settle(home, server)
    home.run("remind", "--mail")
    home.on("2026-11-08").run("remind", "--mail", "--owner", "张三")
    assert len(server.accepted) == 2

    home.on("2026-11-09").run("remind", "--mail", "--owner", "张三")

    assert server.readers[2:] == ["zhang@example.org"]
    assert len({mail["Message-ID"] for mail in server.accepted}) == 3


def test_what_became_due_meanwhile_is_told_and_the_rest_is_counted(
    home: Home, server: MailServer
) -> None:
    settle(home, server)
    home.run("remind", "--mail")

    home.on("2026-11-06").run("remind", "--mail")

    assert server.readers[2:] == ["li@example.org"]
    text = text_of(server.accepted[2])
    assert "Call them" in text
    assert "Send the annex" not in text
    assert "2 older ones are still open: 1 overdue, 1 waiting for somebody." in text
    assert "dealtrack remind --all --owner 'Li Wei'" in text


def test_the_screen_and_the_mail_have_memories_of_their_own(
    home: Home, server: MailServer
) -> None:
    settle(home, server)
    home.run("remind")
    home.run("remind", "--login")

    home.run("remind", "--mail")

    assert len(server.accepted) == 2
    assert "Nothing new to be told." in home.run("remind").out


def test_all_tells_everything_again_as_another_mail(home: Home, server: MailServer) -> None:
    settle(home, server)
    home.run("remind", "--mail")

    home.run("remind", "--mail", "--all")
    home.run("remind", "--mail", "--all")

    assert len(server.accepted) == 6
    assert len({mail["Message-ID"] for mail in server.accepted}) == 6


# What can go wrong


def test_a_refused_reader_does_not_stop_the_others(home: Home, server: MailServer) -> None:
    settle(home, server)
    server.refused = {"li@example.org"}

    answer = home.run("remind", "--mail")

    assert answer.code == 4
    assert "1 mail was not accepted; 1 was sent." in answer.err
    assert "Li Wei <li@example.org>: 550 5.1.1 no such user here" in answer.err
    assert server.readers == ["zhang@example.org"]
    assert told(home) == {"张三"}

    server.refused = set()
    assert home.run("remind", "--mail").code == 0
    assert server.readers == ["zhang@example.org", "li@example.org"]


def test_a_refused_sender_means_that_nobody_was_told(home: Home, server: MailServer) -> None:
    settle(home, server)
    server.sender_refused = True

    answer = home.run("remind", "--mail")

    assert answer.code == 4
    assert answer.err.count("550 5.7.1 no mail from there") == 2
    assert told(home) == set()


def test_a_connection_that_breaks_over_a_mail_is_opened_anew_for_the_next(
    home: Home, server: MailServer
) -> None:
    settle(home, server)
    server.drops = {"li@example.org"}

    answer = home.run("remind", "--mail")

    assert answer.code == 4
    assert "Li Wei <li@example.org>: the connection broke off" in answer.err
    assert server.readers == ["zhang@example.org"]
    assert told(home) == {"张三"}


def test_nobody_listens(home: Home) -> None:
    with serving(MailServer()) as gone:
        settle(home, gone)

    answer = home.run("remind", "--mail")

    assert answer.code == 6
    assert answer.err.startswith(f"Error: The mail server 127.0.0.1:{gone.port} cannot be")
    assert "nobody listens there" in answer.err
    assert not memory(home).exists()


def test_killed_as_the_server_has_taken_a_mail_it_is_repeated_once_under_the_same_id(
    home: Home, server: MailServer
) -> None:
    settle(home, server)
    words = [*home.command("remind", "--mail", "--owner", "张三")]
    waiting = "import os, sys; sys.stdin.read(1); os.execv(sys.executable, sys.argv[1:])"
    child = subprocess.Popen(
        [sys.executable, "-c", waiting, *words],
        stdin=subprocess.PIPE,
        env=home.variables(),
        cwd=home.folder,
    )
    server.kills = child.pid
    child.communicate(b"!", timeout=30)
    assert child.returncode == -9
    assert told(home) == set()
    server.kills = 0

    for _ in range(2):
        assert home.run("remind", "--mail", "--owner", "张三").code == 0

    assert len(server.accepted) == 2
    assert len({mail["Message-ID"] for mail in server.accepted}) == 1
    assert told(home) == {"张三"}


def test_a_disk_that_takes_no_memory_costs_a_repetition_and_no_mail(
    home: Home, server: MailServer
) -> None:
    settle(home, server)
    in_the_way = memory(home).with_name("ledger.reminded.json.new")
    in_the_way.mkdir()

    answer = home.run("remind", "--mail", "--owner", "张三")

    assert answer.code == 7
    in_the_way.rmdir()
    for _ in range(2):
        assert home.run("remind", "--mail", "--owner", "张三").code == 0
    assert len(server.accepted) == 2
    assert len({mail["Message-ID"] for mail in server.accepted}) == 1


def test_two_at_once_tell_everything_once(home: Home, server: MailServer) -> None:
    settle(home, server)
    words = home.command("remind", "--mail")

    children = [
        subprocess.Popen(words, env=home.variables(), stdout=subprocess.PIPE) for _ in range(3)
    ]
    for child in children:
        child.communicate(timeout=60)

    assert [child.returncode for child in children] == [0, 0, 0]
    assert sorted(server.readers) == ["li@example.org", "zhang@example.org"]


def test_the_memory_is_private(home: Home, server: MailServer) -> None:
    settle(home, server)

    home.run("remind", "--mail")

    assert memory(home).stat().st_mode & 0o777 == 0o600


# Encryption and the password


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("at_once", [False, True], ids=["starttls", "ssl"])
def test_user_and_password_over_tls(home: Home, authority: Authority, at_once: bool) -> None:
    one = MailServer(user="reminder", password=SECRET)
    with serving(one, authority.context, at_once=at_once) as server:
        settle(home, server, "ssl" if at_once else "starttls", "reminder")
        office = home.having(SSL_CERT_FILE=str(authority.file), DEALTRACK_SMTP_PASSWORD=SECRET)

        answer = office.run("remind", "--mail")

    assert answer.code == 0, answer.err
    assert len(one.accepted) == 2
    assert all(one.was_encrypted)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    home: Home, authority: Authority
) -> None:
    one = MailServer(user="reminder", password=SECRET)
    with serving(one, authority.context) as server:
        settle(home, server, "starttls", "reminder")

        answer = home.having(DEALTRACK_SMTP_PASSWORD=SECRET).run("remind", "--mail")

    assert answer.code == 6
    assert "its certificate is not to be trusted" in answer.err
    assert one.accepted == []
    assert not memory(home).exists()


def test_a_server_without_starttls_gets_no_mail(home: Home, server: MailServer) -> None:
    settle(home, server, "starttls")

    answer = home.run("remind", "--mail")

    assert answer.code == 6
    assert "it does not offer STARTTLS" in answer.err
    assert server.accepted == []


@pytest.mark.parametrize("more", [(), ("--debug",)])
def test_a_wrong_password_is_said_and_never_shown(
    home: Home, authority: Authority, more: tuple[str, ...]
) -> None:
    one = MailServer(user="reminder", password="another")
    with serving(one, authority.context) as server:
        settle(home, server, "starttls", "reminder")
        office = home.having(SSL_CERT_FILE=str(authority.file), DEALTRACK_SMTP_PASSWORD=SECRET)

        answer = office.child("remind", "--mail", *more, check=False)

    assert answer.code == (1 if more else 4)
    assert "535" in answer.err
    assert SECRET not in answer.out + answer.err
    assert not list(home.folder.rglob("crash-*"))
    assert one.accepted == []


def test_a_password_that_the_protocol_cannot_carry_is_not_shown(
    home: Home, authority: Authority
) -> None:
    with serving(MailServer(user="reminder", password="x"), authority.context) as server:
        settle(home, server, "starttls", "reminder")
        office = home.having(SSL_CERT_FILE=str(authority.file), DEALTRACK_SMTP_PASSWORD="密码")

        answer = office.run("remind", "--mail")

    assert answer.code == 4
    assert "密码" not in answer.err


def test_no_password_goes_over_an_open_line(home: Home, server: MailServer) -> None:
    settle(home, server, "none", "reminder")
    path = home.folder / ".config" / "dealtrack" / "config.toml"
    text = path.read_text("utf-8").replace("127.0.0.1", "mail.example")
    path.write_text(text, encoding="utf-8")

    answer = home.having(DEALTRACK_SMTP_PASSWORD=SECRET).run("remind", "--mail")

    assert answer.code == 2
    assert "mail.example over an open line" in answer.err


def test_a_missing_password_is_asked_for_where_it_belongs(
    home: Home, authority: Authority
) -> None:
    with serving(MailServer(), authority.context) as server:
        settle(home, server, "starttls", "reminder")

        answer = home.run("remind", "--mail")

    assert answer.code == 2
    assert "DEALTRACK_SMTP_PASSWORD" in answer.err


def test_systemd_hands_the_password_over_in_a_file(home: Home, authority: Authority) -> None:
    (home.folder / "dealtrack-smtp-password").write_text(f"{SECRET}\n")
    one = MailServer(user="reminder", password=SECRET)
    with serving(one, authority.context) as server:
        settle(home, server, "starttls", "reminder")
        office = home.having(
            SSL_CERT_FILE=str(authority.file), CREDENTIALS_DIRECTORY=str(home.folder)
        )

        answer = office.run("remind", "--mail")

    assert answer.code == 0, answer.err
    assert len(one.accepted) == 2


RING = """
from keyring.backend import KeyringBackend


class Ring(KeyringBackend):
    priority = 1

    def get_password(self, service, user):
        return PASSWORD if (service, user) == ("dealtrack", "reminder") else None

    def set_password(self, service, user, password): ...

    def delete_password(self, service, user): ...
"""
"""A keyring as keyring wants them, with one password."""


@pytest.mark.parametrize(
    ("backend", "code"), [("ring.Ring", 0), ("keyring.backends.null.Keyring", 2)]
)
def test_the_keyring_of_the_desktop_may_have_it(
    home: Home, authority: Authority, backend: str, code: int
) -> None:
    (home.folder / "ring.py").write_text(RING.replace("PASSWORD", repr(SECRET)))
    one = MailServer(user="reminder", password=SECRET)
    with serving(one, authority.context) as server:
        settle(home, server, "starttls", "reminder")
        office = home.having(
            SSL_CERT_FILE=str(authority.file),
            PYTHON_KEYRING_BACKEND=backend,
            PYTHONPATH=f"{home.folder}:{home.variables()['PYTHONPATH']}",
        )

        answer = office.child("remind", "--mail")

    assert answer.code == code, answer.err
    assert len(one.accepted) == (0 if code else 2)
    assert SECRET not in answer.out + answer.err


def test_settings_with_a_password_are_refused_without_repeating_it(home: Home) -> None:
    path = home.folder / ".config" / "dealtrack" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f'[mail]\npassword = "{SECRET}"\n')

    answer = home.run("remind")

    assert answer.code == 2
    assert "mail.password does not belong in a file" in answer.err
    assert SECRET not in answer.err
