"""The rules in force."""
