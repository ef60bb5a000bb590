"""`python -m qualcode.cli`, for where the script `qualcode` is not on the path."""

from qualcode.cli import main

main()
