"""What a version does, measured."""
