"""Briefing meetings: agenda, papers, conclusions and their follow-up."""
