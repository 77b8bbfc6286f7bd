"""Signatures: is this what was signed, and is all of it covered?

Start at `examine.py`. A new embedded suite goes into `cryptosuites.py`. Whose key it was is judged elsewhere: here it is
only reported, with where the key came from.
"""
