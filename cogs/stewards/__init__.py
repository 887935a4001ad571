"""Stewards, on Discord."""
