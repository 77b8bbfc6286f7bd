"""The person's own keys and identifiers."""
