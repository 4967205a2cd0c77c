"""Scrapy extensions: what a run tells about itself."""
