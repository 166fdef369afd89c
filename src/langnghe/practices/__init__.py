"""Models of good practice: registered, recognised, copied, retired."""
