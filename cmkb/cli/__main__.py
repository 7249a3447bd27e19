"""`python -m cmkb.cli`: the same as `cmkb`, where the script is not on the path."""

from cmkb.cli.start import main

main()
