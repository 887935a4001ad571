"""Telling the moderators what needs them, once."""
