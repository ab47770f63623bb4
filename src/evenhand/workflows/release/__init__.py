"""From a submission to a version that may be loaded."""
