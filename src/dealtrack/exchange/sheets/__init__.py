"""Other people's tables, as rows: csv, tsv, xlsx, json and jsonl.

Nothing here knows what a cell means.  What a file holds is found by looking at it: its
encoding, its delimiter, the row that names the columns.
"""

from dealtrack.exchange.sheets.book import Book, Cell, Row, Sheet, Unreadable
from dealtrack.exchange.sheets.opening import open_book

__all__ = ["Book", "Cell", "Row", "Sheet", "Unreadable", "open_book"]
