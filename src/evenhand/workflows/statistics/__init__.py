"""Look at tables that somebody holds as files: no workspace is needed."""
