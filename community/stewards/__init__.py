"""Stewards: members who look after a topic, and what they may do."""
