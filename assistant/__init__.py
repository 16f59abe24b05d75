"""Papillon: a brand-voice assistant for community managers."""

__version__ = "0.1.0"
