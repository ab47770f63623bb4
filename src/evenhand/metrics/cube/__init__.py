"""Evaluated tables of any size, counted batch by batch: decisions, classes and residuals, over the groups of people."""
