"""The parts of the page of word patterns."""
