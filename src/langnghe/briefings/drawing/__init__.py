"""Charts and the map of a briefing. Heavy: the web never imports them, a child process does."""
