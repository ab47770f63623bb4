"""The stages of a model's life; each measures and none knows a policy."""
