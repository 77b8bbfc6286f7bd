"""Tessera's domain: keep, check, stack and show learner credentials, with no window and no network.

Start reading at `wallet/intake.py`: bytes go in, a `CheckedCredential` comes out.
Nothing here imports Qt; import-linter holds the layers (see `pyproject.toml`).
"""

__version__ = "0.1.0"
