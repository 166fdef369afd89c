"""The portal: news with sources, feedback, and the doors for people."""
