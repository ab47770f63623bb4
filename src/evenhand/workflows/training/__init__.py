"""Training, searching, repeating."""
