"""A source file and the project around it -> one module with all that a function needs."""
