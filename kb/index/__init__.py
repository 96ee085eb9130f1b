"""The index: each store is written and opened in one file."""
