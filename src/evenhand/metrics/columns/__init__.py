"""What the profile of one column says by itself: gaps, limits, variety, description, texts, age, and the label."""
