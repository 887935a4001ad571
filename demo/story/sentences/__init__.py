"""What the people of the demo say: handwritten material, one module a topic."""
