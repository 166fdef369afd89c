"""The papers of a meeting as documents: no database, Vietnamese words of official papers."""
