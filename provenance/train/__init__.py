"""Builds the tagger's weights from an attribution corpus; needs the `train` extra, is never imported at run time."""
