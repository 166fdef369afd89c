"""What changes bodies, clusters and calendars. Each action is one transaction."""
