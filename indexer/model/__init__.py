"""Encoders from elsewhere: read from an installed package or by name, taught this field, and made light enough to serve."""
