"""Finding what was decided, and why."""
