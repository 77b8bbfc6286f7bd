"""The one way out, and the one that never goes out."""
