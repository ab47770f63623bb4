"""How well one of several classes is told, from counts of label against prediction."""
