"""How the outside is reached: databases, files, tables, keys, model frameworks."""
