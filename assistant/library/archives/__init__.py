"""Past posts from the archives that networks and tools give out, converted to our own JSONL.

An archive holds private messages too: it is never copied anywhere, only its public posts are written.
"""

from assistant.library.archives.archive import Wishes, keep_archive, preview_archive
from assistant.library.archives.steps import Steps

__all__ = ["Steps", "Wishes", "keep_archive", "preview_archive"]
