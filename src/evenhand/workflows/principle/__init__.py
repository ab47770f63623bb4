"""What is known, stated and missing for each principle in each phase."""
