"""Tokens, palette, fonts, icons."""
