"""The workbench, as `qualcode serve` runs it."""

from qualcode.ui.app import main

if __name__ == "__main__":
    main()
