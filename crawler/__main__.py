"""`python -m crawler` is `kliping`."""

from crawler.cli import main

if __name__ == "__main__":
    main()
