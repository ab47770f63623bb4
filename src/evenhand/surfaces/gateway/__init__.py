"""The data plane: a champion over HTTP, every answer logged before it leaves."""
