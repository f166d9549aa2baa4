"""Reading documents from files and writing records."""
