"""Digests, on Discord."""
