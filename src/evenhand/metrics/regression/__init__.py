"""How far predicted numbers lie from what came true, from sums of their errors."""
