"""Where the ledger is kept: one contract, and the stores that keep it."""
