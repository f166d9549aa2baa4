"""What reporting cues do, and the stance markers inside what is quoted."""
