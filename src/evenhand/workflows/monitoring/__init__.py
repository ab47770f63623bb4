"""Watching a deployment: runs over windows, alerts and who answers them."""
