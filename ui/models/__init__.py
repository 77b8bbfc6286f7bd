"""Qt models over immutable values; they hold no opinions."""
