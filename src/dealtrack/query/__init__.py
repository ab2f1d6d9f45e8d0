"""Questions put to the ledger."""
