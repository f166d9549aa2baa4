"""A report to read: articles, their sources and stances on one self-contained HTML page."""
