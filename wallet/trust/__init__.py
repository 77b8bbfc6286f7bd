"""Who an issuer is, on whose word, as of when."""
