"""The command line: a thin face on `wallet/session.py`, one file a verb."""
