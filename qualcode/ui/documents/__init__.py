"""The parts of the documents page: bringing in files, and the tables of what is there."""
