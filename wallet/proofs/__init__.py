"""Signatures: is this what was signed, and is all of it covered?"""
