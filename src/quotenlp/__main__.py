"""``python -m quotenlp``: the command line."""

from quotenlp.cli import main

if __name__ == "__main__":
    main()
