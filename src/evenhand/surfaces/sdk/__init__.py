"""The verbs of evenhand in Python; ``evenhand.VERB`` finds them here."""
