"""The pages of programmes: those of a programme, and those of the plans that bodies owe."""
