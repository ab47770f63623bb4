"""What a version is made of."""
