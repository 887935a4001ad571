"""Amas, on Discord."""
