"""Programmes, theme years, plans, targets and movements."""
