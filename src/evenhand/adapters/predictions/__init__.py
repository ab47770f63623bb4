"""The prediction log on disk: frames in per-process segments, and how they are read back."""
