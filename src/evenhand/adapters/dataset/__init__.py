"""Rows on their way into a dataset version: fetched from databases, divided into parts, compared and stored."""
