"""How far the distribution of a column in one window lies from that in another."""
