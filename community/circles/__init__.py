"""Circles: small private threads, joined only by one's own press."""
