"""Identifiers that name keys, and the documents that say which keys may do what."""
