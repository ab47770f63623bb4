"""A report as a small tree, written as text for a terminal or as one self-contained page."""
