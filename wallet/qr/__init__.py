"""QR codes, out and in, single and in parts."""
