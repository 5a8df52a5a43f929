"""The quality gate: what the whole program finds in annotated corpora never falls below written floors.

The corpora are not part of the project. They are looked for in the directory that the environment variable
PROVENANCE_CORPORA names, else in `../shared/corpora` beside the project. `python -m tests.gate` prints the figures.
"""
