"""What is put forward for use, and what may then serve."""
