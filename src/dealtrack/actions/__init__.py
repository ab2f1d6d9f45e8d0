"""Every change a person can make to the ledger, one function each.

The command line, the importers and the terminal app call these, and nothing
else writes.
"""
