"""What workflows ask of the outside world: narrow protocols, each with at least one adapter."""
