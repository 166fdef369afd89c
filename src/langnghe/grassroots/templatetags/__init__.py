"""What templates of this room need beyond the frame."""
