"""Engagement, in SQL."""
