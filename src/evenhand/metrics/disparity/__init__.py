"""How unlike a table treats its groups: one number for all of them, and which of them may be shown."""
