"""A home that reminds by mail: two owners with addresses, one without, one in Chinese."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import trustme

from tests.cli.home import Home
from tests.mail.server import MailServer, serving

SETTINGS = """
office = "合作办 Cooperation Office"

[mail]
server = "127.0.0.1"
port = {port}
security = "{security}"
user = "{user}"
sender = "reminder@例子.example"

[people."张三"]
mail = "zhang@example.org"
language = "zh"

[people."Li Wei"]
mail = "li@example.org"
language = "en"
"""


class Authority(NamedTuple):
    """Who vouches for the server: the file of its certificate, and what the server shows."""

    file: Path
    context: ssl.SSLContext


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate for 127.0.0.1 that nobody trusts who is not told to."""
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    return Authority(file, context)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home on 2 November 2026 with things that are late, due soon and waiting."""
    folder = tmp_path / "home"
    folder.mkdir()
    home = Home(folder)
    home.run("log", "Framework <b>& co</b>", "--party", "腾讯云", "--signed", "2026-10-20")
    for task, due, owner in (
        ("报送附件", "2026-10-01", "张三"),
        ("Send the annex", "2026-10-20", "Li Wei"),
        ("Call them", "2026-11-05", "Li Wei"),
        ("Ask the bank", "2026-10-30", "李四"),
    ):
        home.run("follow", "1", task, "--due", due, "--owner", owner)
    home.run("problem", "1.2", "No seal yet", "--who", "张三")
    return home


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A server that takes everything, without a word of encryption."""
    with serving(MailServer()) as one:
        yield one


def settle(home: Home, server: MailServer, security: str = "none", user: str = "") -> None:
    """Write the settings that reach *server*."""
    path = home.folder / ".config" / "dealtrack" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = SETTINGS.format(port=server.port, security=security, user=user)
    path.write_text(text, encoding="utf-8")
