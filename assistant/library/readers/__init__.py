"""Readers of the files in a brand's folder: guidelines and posts."""
