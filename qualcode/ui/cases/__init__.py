"""The parts of the page Cases, one file each: `show(study)` draws it."""
