"""Scan tables of any size, batch by batch, into profiles and evaluation profiles."""
