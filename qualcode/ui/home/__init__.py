"""The parts of the home page: ways to a study, and where it stands."""
