"""Handwritten sentences of the people in the demo, one module a topic."""
