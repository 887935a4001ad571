"""Catchup, on Discord."""
