"""The parts of the page of several coders."""
