"""What the people of the demo do and say, made from a seed."""
