"""Spiders: one for any site; an irregular site gets a small subclass here."""
