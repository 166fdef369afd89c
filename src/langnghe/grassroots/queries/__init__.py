"""Reading this room: `visits`, `promises`, `receptions` and `standing`."""
