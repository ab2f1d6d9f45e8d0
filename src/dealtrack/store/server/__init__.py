"""The ledger on a server: documents, a journal and tables of entries in a database."""
