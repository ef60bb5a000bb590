"""The parts of the page of themes: all of them at a glance, and one of them with its evidence."""
