"""How fast dealtrack is, measured against a bare app of the same libraries."""
