"""Models run here: in a confined child process that parses and predicts, and a parent that trusts none of it."""
