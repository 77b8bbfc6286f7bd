"""The window: it draws and asks. No keys, no parsing of strangers' bytes."""
