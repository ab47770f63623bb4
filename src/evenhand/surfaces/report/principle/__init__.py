"""The matrix of principles for readers."""
