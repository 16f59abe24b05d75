"""Past posts from the archives that networks and tools give out, converted to our own JSONL.

An archive holds private messages too: it is never copied anywhere, only its public posts are written.
"""

from assistant.library.archives.archive import Steps, Wishes, keep_archive, preview_archive

__all__ = ["Steps", "Wishes", "keep_archive", "preview_archive"]
