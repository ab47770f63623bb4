"""Words that every layer shares: values only, no input or output, no arrays."""
