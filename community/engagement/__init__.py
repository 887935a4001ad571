"""Engagement: records activity without its text, and measures it."""
