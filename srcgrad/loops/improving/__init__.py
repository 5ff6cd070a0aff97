"""Block -> block that does the same work in fewer loops and less memory."""
