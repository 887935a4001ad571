"""Stores topics in SQL."""
