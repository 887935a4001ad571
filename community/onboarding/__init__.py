"""Arriving: from joining to belonging."""
