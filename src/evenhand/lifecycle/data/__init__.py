"""What a table must look like, what it is found to look like, and what people must add to that."""
