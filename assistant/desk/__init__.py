"""What people do with drafts: keep, edit, approve, publish, undo; the inbox; the record of it all."""

from assistant.desk.approval import Desk

__all__ = ["Desk"]
