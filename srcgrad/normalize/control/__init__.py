"""Branches, loops and blocks of statements -> If, For and While, with what they carry."""
