"""Tables from files and from memory, through Arrow."""
