"""Comparing the sources with the originals that were delivered."""
