"""A live model is to be replaced: why, by what, and how both do on the same rows."""
