"""What is to be decided, for whom, and which outcome is the favourable one."""
