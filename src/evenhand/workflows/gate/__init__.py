"""Where evidence meets policy."""
