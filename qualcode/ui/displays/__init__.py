"""The parts of the page Displays, one file each."""
