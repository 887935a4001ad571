"""The page on which the demo is looked at."""
