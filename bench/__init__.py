"""Measures how quick, how large and how strong the kennisbank is; `make bench` writes the figures to docs/prestaties.md."""
