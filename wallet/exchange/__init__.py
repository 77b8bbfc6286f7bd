"""Conversations with issuers and verifiers; returns received bytes."""
