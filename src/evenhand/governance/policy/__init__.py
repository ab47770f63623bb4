"""Policies, and what they say about evidence. Import each name from its module: judging then needs no pydantic."""
