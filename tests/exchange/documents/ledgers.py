"""Ledgers that are handed over whole: what a store holds, as bytes, and random ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.actions.entering import held_of, take_in
from dealtrack.exchange.documents.plan import Plan, plan
from dealtrack.exchange.documents.read import Document, read_bytes
from dealtrack.exchange.documents.write import Sort, pieces
from dealtrack.model.codec import encode
from dealtrack.model.values import UNNAMED
from dealtrack.query.words import plain
from dealtrack.store.base import Store
from dealtrack.store.kinds import ASIDE, RECORDS
from dealtrack.store.opening import open_store
from tests.builders import TODAY, a_closing, a_slip, a_target, an_individual, an_organisation
from tests.strategies import drafts, titles, trip_drafts

Held = dict[str, list[bytes]]


@contextmanager
def an_empty_ledger() -> Iterator[Store]:
    """Open a ledger that nobody has written to."""
    with (
        TemporaryDirectory() as folder,
        open_store(f"{folder}/ledger.json", author="t", words="t") as store,
    ):
        yield store


def held(store: Store) -> Held:
    """Return everything that *store* holds, as bytes, by table."""
    whole: Held = {
        name: [encode(one) for one in getattr(store, name).each(as_of=TODAY)]
        for name in RECORDS
    }
    return whole | {name: [encode(one) for one in getattr(store, name)] for name in ASIDE}


def document(store: Store, sort: Sort = "json", **options: Any) -> bytes:
    """Return *store* as a document."""
    return b"".join(pieces(store, sort, TODAY, **options))


def taken_in(store: Store, content: bytes) -> Plan:
    """Take the document *content* into *store*; return what was planned."""
    made = planned(store, read_bytes(content, "ledger.json"))
    take_in(store, lambda _store: made, lambda _share: None)
    return made


def planned(store: Store, content: Document) -> Plan:
    """Return what taking in *content* would do to *store*."""
    return plan(content, held_of(store, content, TODAY))


def save(folder: Path, content: bytes, name: str = "ledger.json") -> Path:
    """Write *content* to a file."""
    path = folder / name
    path.write_bytes(content)
    return path


own_names = titles.filter(lambda name: plain(name) and name.strip() != UNNAMED)
few_names = st.sampled_from(["腾讯", "腾讯云", "Tencent Cloud", "深圳腾讯"]) | own_names
organisations = st.lists(few_names, min_size=1, max_size=3, unique_by=plain).flatmap(
    lambda names: st.builds(
        an_organisation,
        st.just(names[0]),
        aliases=st.just(tuple(names[1:])),
        region=st.sampled_from(["", "Shenzhen"]),
        parent=few_names.filter(lambda name: plain(name) not in map(plain, names))
        | st.just(""),
    )
)
"""Organisations, of which several may well have a name in common."""


@st.composite
def fillings(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """Draw what is put into a ledger step by step: tables and records, or a removal."""
    adds = st.one_of(
        drafts.map(lambda one: ("agreements", replace(one, trip=None))),
        trip_drafts.map(lambda one: ("trips", one)),
        titles.map(lambda unit: ("targets", a_target(unit=unit))),
        titles.map(lambda title: ("slips", a_slip(title=title))),
        st.sampled_from(["2026-01", "2026-02"]).map(lambda m: ("closings", a_closing(m))),
        organisations.map(lambda one: ("organisations", one)),
        own_names.map(lambda name: ("people", an_individual(name, aliases=()))),
    )
    return draw(st.lists(adds | st.just(("remove", None)), max_size=7))


def fill(store: Store, filling: list[tuple[str, Any]]) -> None:
    """Put *filling* into *store*; what stands alone in its table is saved once more."""
    for table, one in filling:
        if table == "remove":
            for record in store.agreements.each(as_of=TODAY):
                store.agreements.remove(record.id)
                break
            continue
        added = getattr(store, table).add(one)
        if added.id % 2:
            getattr(store, table).save(added)
