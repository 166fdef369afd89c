"""The pages of practices: those of staff, and those that everybody may see."""
