"""Brands, in SQL."""
