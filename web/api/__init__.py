"""The JSON API: its operations, and their description."""
