"""Pages of this room: `visits` and `promises` for staff, `receptions` for everyone."""
