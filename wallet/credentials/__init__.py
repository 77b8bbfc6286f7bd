"""What credentials say: one reading of many dialects."""
