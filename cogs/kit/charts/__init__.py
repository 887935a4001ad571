"""Charts: plain data in, a small PNG with its alt text out."""
