"""Who the sources are: profiles, anonymity, and the mentions that belong together."""
