"""`python -m crawler.demo`."""

from crawler.demo.command import demo

if __name__ == "__main__":
    demo()
