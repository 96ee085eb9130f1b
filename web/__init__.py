"""The Flask site and its JSON API: parse a request, ask kb, render."""
