"""Everything that changes this room: `visits`, `promises`, `receptions` and `duties`."""
