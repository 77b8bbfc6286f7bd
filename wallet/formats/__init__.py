"""How credentials arrive: the one strict door for strangers' bytes."""
