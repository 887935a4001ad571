"""Brands, on Discord."""
