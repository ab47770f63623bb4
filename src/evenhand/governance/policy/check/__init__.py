"""Judging, one file a predicate: a rule and the facts give a judgement."""
