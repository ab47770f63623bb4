"""Settings and composition: the only place that names adapters."""
