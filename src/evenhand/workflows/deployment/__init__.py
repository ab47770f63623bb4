"""Deployments: made, moved to another champion, stopped and resumed."""
