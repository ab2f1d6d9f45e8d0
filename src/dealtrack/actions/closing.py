"""Close a month: its summary stays what it was that day."""

from dealtrack.errors import MonthClosed
from dealtrack.model.closing import Closing
from dealtrack.store.base import Store


def close(store: Store, closing: Closing) -> Closing:
    """Keep *closing*; raise `MonthClosed` if that month is closed already."""
    with store.transaction():
        for one in store.closings:
            if one.month == closing.month:
                raise MonthClosed(one.month, one.on, one.by)
        return store.closings.add(closing)
