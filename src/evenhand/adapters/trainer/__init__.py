"""Training in a process of its own: the user's code, on the user's machine, with everything recorded."""
