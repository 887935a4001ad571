"""Circles, on Discord."""
