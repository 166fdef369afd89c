"""Everything that changes programmes: each action checks, changes, and leaves an event or a row."""
