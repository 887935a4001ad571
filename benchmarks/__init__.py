"""Benchmarks, compared as ratios within one run: machines differ, ratios less."""
