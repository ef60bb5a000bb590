"""The parts of the history page: one act told in words."""
