"""Encodings with budgets: JSON, base64url, multibase, CBOR, JCS, JSON-LD, RDF."""
