"""Amas, in SQL."""
