"""Quotation marks, attributions, and the source noun phrase beside a cue."""
