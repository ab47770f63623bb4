"""Answering: batches, imports, reviews and shadows."""
