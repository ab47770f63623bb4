"""A review as a report tree."""
