"""The parts of the search page: what stands beside the line and the passages."""
