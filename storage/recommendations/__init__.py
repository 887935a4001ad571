"""Recommendations, in SQL."""
