"""Pages of this room: `public` for residents, `staff` for officers."""
