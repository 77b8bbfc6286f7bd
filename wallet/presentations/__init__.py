"""What is shown, to whom, and the ledger of it."""
