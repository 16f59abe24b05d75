"""The brand's knowledge: read, split, indexed and found again. The only room that imports chromadb.

The room's two classes are imported when they are asked for: the process that reads one document apart needs neither.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.library.index import Index
    from assistant.library.library import Library

__all__ = ["Index", "Library"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{name.lower()}"), name)
