"""Evidence about a version."""
