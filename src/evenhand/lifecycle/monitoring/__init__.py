"""Whether a deployment still does what it was released for: windows, limits, what changed and what did not."""
