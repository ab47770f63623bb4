"""Datasets: register immutable versions, read their parts, derive new ones, say what people know about them."""
