"""``python -m evenhand``."""

from evenhand.surfaces.cli import main

main()
