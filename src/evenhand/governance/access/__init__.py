"""People, keys, signatures and the statements that they sign."""
