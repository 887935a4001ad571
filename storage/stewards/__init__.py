"""Stewards, in SQL."""
