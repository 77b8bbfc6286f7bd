"""The procedure: an examination goes in, a report comes out."""
