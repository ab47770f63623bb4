"""Evidence that people file."""
