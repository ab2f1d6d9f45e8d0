"""The files of a ledger: how they are laid out, read, locked and replaced."""
