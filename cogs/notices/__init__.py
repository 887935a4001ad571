"""Notices, on Discord."""
