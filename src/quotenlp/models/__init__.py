"""The trained tagger of sources, cues and contents, and the weights of the embedded pipeline."""
