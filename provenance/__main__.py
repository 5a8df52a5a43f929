"""`python -m provenance` is the same as `provenance`."""

from provenance.cli import main

main()
