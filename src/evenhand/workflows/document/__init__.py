"""Governed documents: filled from what is on record, finished by people, filed."""
