"""Generates what the people of the demo do and say, from a seed."""
