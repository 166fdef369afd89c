"""Pages that join several rooms."""
