"""Harm scoring for community safety partnerships."""
