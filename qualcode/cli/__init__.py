"""The command line: `qualcode …`. stdout is data, stderr is talk."""

from qualcode.cli.root import app, main

__all__ = ["app", "main"]
