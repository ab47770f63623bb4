"""What a served model leaves behind: predictions, outcomes, reviews, and the bands in which people decide."""
