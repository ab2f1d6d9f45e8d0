"""Columns of records, packed: what figures go through as a whole, a thousand cells in a row."""
