"""What is to be decided, by which systems, before anybody judges them."""
