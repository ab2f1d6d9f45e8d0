"""Which collection of a ledger a ref points into."""

from typing import Any

from dealtrack.model.ref import Ref
from dealtrack.store.base import Collection, Store


def collection(store: Store, ref: Ref) -> Collection[Any, Any]:
    """Return the collection of *store* that *ref* points into."""
    return store.trips if ref.table == "trips" else store.agreements
