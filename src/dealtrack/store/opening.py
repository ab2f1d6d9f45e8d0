"""Which store keeps a ledger: its address tells."""

from collections.abc import Callable
from pathlib import Path

from dealtrack.errors import WrongUse
from dealtrack.store.base import Store
from dealtrack.store.latest import Watch, unseen
from dealtrack.text import _


def is_on_server(url: str) -> bool:
    """Whether *url* names a database on a server."""
    return url.startswith(("postgresql://", "postgres://"))


def open_store(
    url: str,
    *,
    author: str = "",
    words: str = "",
    watch: Watch = unseen,
    steady: bool = False,
    patience: float = 30,
    waiting: Callable[[float], None] = lambda _seconds: None,
) -> Store:
    """Open the ledger that *url* names: the path of its file, or a database on a server.

    *author* and *words*, the command as it was typed, go into the journal with
    every change.  Nothing is created before the first change.  *watch* is told of what
    lasts after a change: the making of an index.  With *steady*, a server answers all
    questions as of the moment of the first, and nothing can be changed.  For *patience* in
    seconds it is waited for others there, and the server is looked for that does not answer
    while it is to save; *waiting* is told so.
    """
    if is_on_server(url):
        from dealtrack.store.server.store import open_postgres  # noqa: PLC0415

        return open_postgres(
            url,
            author=author,
            words=words,
            steady=steady,
            patience=patience,
            waiting=waiting,
        )
    if "://" in url:
        raise WrongUse(
            _("{url} is not a ledger that dealtrack can open.").format(
                url=url.partition("@")[2] or url
            ),
            _(
                "Give the path of a file, such as ledger.json, or postgresql://NAME@HOST/DATABASE."
            ),
        )
    from dealtrack.store.tiny import TinyStore  # noqa: PLC0415 -- the only store that needs TinyDB

    return TinyStore(Path(url), author=author, words=words, watch=watch)
