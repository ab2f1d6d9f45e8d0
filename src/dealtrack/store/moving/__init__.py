"""Moving a whole ledger between files and servers."""
