"""What changes areas, their localities, outlines and numbers of people. Each action is one transaction."""
