"""Answers made of literal sentences: what is asked, which sentences, and how sure."""
