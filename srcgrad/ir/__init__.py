"""The intermediate representation: expressions, types, statements."""
