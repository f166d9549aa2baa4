"""Reading documents, running a pipeline over them in constant memory, and writing JSON lines and tables."""
