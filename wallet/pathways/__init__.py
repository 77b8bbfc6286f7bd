"""What credentials add up to."""
