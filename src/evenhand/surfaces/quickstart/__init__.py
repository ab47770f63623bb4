"""The whole path on real data, told in a few lines while it happens; what is refused on screen is really refused."""
