"""Reading and checking the corpus."""
