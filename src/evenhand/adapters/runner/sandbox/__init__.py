"""What the operating system forbids a child that is about to read a stranger's bytes. Standard library only."""
