"""The story of the week, chosen and told."""
