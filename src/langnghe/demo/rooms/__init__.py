"""What each room did in the demo year: one file a room, through its own actions or its own rows in bulk."""
