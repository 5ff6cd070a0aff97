"""What a statement writes to -> stores, and next versions of names."""
