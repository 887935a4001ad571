"""Stores stewards and their conversation starters in SQL."""
