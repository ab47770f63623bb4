"""The profile of a table: one mergeable summary, counted in one scan, from which every number about columns follows."""
