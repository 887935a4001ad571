"""Onboarding, on Discord."""
