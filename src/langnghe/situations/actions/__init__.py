"""Everything that changes this room: `reports`, `hot_spots` and `clocks`."""
