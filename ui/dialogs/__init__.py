"""Questions that interrupt."""
