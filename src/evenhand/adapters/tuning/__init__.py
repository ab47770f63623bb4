"""Who proposes what a search tries next."""
