"""Everything that changes a meeting, its papers and its conclusions."""
