"""Situation reports: what a body sees, sent up its own line; hot spots that a leader declares."""
