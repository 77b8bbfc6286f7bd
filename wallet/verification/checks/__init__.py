"""One file for each check. Checks do not know each other."""
