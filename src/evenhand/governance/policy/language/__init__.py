"""Reading policies: from text to rules, refusing whatever is not understood."""
