"""The brand's knowledge: read, split, indexed and found again. The only room that imports chromadb."""

from assistant.library.index import Index
from assistant.library.library import Library

__all__ = ["Index", "Library"]
