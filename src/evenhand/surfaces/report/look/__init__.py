"""Reports about files: a table, its worst numbers first, and a picture of every column."""
