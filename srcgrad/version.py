"""The version: one string for packaging, headers of emitted files and `--version`."""

VERSION = "0.1.0"
