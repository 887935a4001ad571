"""Privacy: what is stored about a person, erasing it, and opting out."""
