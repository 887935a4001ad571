"""Engagement, on Discord."""
