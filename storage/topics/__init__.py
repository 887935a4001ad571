"""Topics, in SQL."""
