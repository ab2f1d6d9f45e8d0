"""Ledgers in a database that is asked in SQL."""
