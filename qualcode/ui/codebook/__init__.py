"""The parts of the codebook page: a code and its form, acts, rules, files, and the board of a split."""
