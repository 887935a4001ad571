"""Recommendations, on Discord."""
