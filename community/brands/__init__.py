"""Brands that take part openly: who speaks for them, where they are welcome, what they get to see."""
