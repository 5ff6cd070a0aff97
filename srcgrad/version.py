"""The version: one string that packaging, headers of emitted files and `--version` share."""

VERSION = "0.1.0"
