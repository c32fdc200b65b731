"""Run `python -m hplint`."""

from hplint.cli import main

if __name__ == "__main__":
    main()
