"""What the stages make -> text, for people who watch a derivative being made."""
