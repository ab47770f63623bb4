"""A governed document for readers."""
