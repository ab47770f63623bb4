"""How a workspace begins."""
