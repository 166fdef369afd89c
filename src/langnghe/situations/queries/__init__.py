"""Reading this room: `reports`, `hot_spots` and `clocks`."""
