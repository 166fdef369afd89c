"""Pages of this room: `reports` and `hot_spots`, all of them for staff."""
