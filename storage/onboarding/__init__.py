"""Onboarding, in SQL."""
