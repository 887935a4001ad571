"""Brands: who speaks for them, where members consented to them, and which figures they see."""
