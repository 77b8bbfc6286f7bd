"""Identifiers that name keys, and the documents that say which keys may do what.

Start at `resolve.py`. Documents come from what is held (`held.py`) and from nowhere else; keys are checked when they are made
(`key_checks.py`).
"""
