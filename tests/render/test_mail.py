"""Pages as mails: every word of a page, and no text that could become anything else."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.render.letter import html
from dealtrack.render.mail import compose, identity_of, in_ascii
from dealtrack.report.page import Column, Note, Page, Table
from dealtrack.text.hidden import find_hidden
from tests.render.sample import CHINESE, ENGLISH, HOSTILE

MOMENT = datetime(2026, 11, 2, 8, tzinfo=UTC)
OFFICE = ("合作办", "office@example.org")


class Seen(HTMLParser):
    """What a mail program makes of a document: its tags, and the text between them."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "br"),
    *("table", "tr", "th", "td"),
}


def sent(page: Page, subject: str = "Reminders", name: str = "Li Wei") -> EmailMessage:
    """Return the mail as who gets it reads it, from its bytes."""
    mail = compose(page, subject, OFFICE, (name, "li@example.org"), MOMENT, "0" * 32)
    return message_from_bytes(mail.as_bytes(), policy=policy.default)


def a_page(text: str) -> Page:
    columns = (Column("ref", text, "ref"), Column("task", text))
    return Page(text, (Table(columns, ((text, text),), title=text), Note(text)), subtitle=text)


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_word_of_a_page_is_in_the_html(page: Page) -> None:
    from dealtrack.render import plain

    words = {w for line in plain.text(page) for w in line.split()}
    shown = set(Seen(html(page)).text.split())

    assert {w for w in words - shown if set(w) - set("=-!")} == set()


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_nothing_is_fetched_run_or_linked(page: Page) -> None:
    seen = Seen(html(page))

    assert {tag for tag, _attributes in seen.tags} <= TAGS
    names = {name for _tag, attributes in seen.tags for name in attributes}
    assert not names & {"href", "src", "background", "action", "onload", "onclick"}
    assert "url(" not in html(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    mail = sent(a_page(text), subject=text, name=text)

    body = mail.get_body(("html",))
    assert body is not None
    seen = Seen(str(body.get_content()))
    assert {tag for tag, _attributes in seen.tags} <= TAGS
    assert not find_hidden(seen.text.replace("\r\n", ""))
    assert len(mail.get_all("To", [])) == 1
    assert mail["To"].addresses[0].addr_spec == "li@example.org"
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("MIME-Version", "Content-Type"),
    }


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=())), st.text(max_size=80))
def test_no_text_makes_a_header_or_loses_one(name: str, subject: str) -> None:
    mail = sent(a_page(name), subject, name)

    assert len(mail.keys()) == 8
    assert mail["To"].addresses[0].addr_spec == "li@example.org"
    assert mail["Bcc"] is None


def test_the_headers_say_who_when_and_that_no_answer_is_wanted() -> None:
    mail = sent(ENGLISH, "逾期2项", "张三")

    assert str(mail["From"]) == "合作办 <office@example.org>"
    assert mail["To"].addresses[0].display_name == "张三"
    assert mail["Subject"] == "逾期2项"
    assert mail["Date"].datetime == MOMENT
    assert mail["Message-ID"] == f"<{'0' * 32}@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_same_facts_have_the_same_name_and_others_another() -> None:
    assert identity_of(("a", 1)) == identity_of(("a", 1))
    assert identity_of(("a", 1)) != identity_of(("a", 2))
    assert identity_of(("a", "b")) != identity_of(("ab",))


def test_a_domain_in_any_script_is_spelled_as_servers_do() -> None:
    assert in_ascii("li@例子.example") == "li@xn--fsqu00a.example"
    assert in_ascii("li@example.org") == "li@example.org"
