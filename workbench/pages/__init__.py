"""The pages of the werkbank; they do not know each other."""
