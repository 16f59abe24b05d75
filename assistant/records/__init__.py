"""Frozen records that cross rooms. They hold data and nothing else.

Spans (`start`, `end`) are offsets in Unicode code points of the text as given, except in `Facet`: UTF-8 bytes.
"""

from assistant.records.drafts import Draft, Idea, Revision, Source, Usage
from assistant.records.events import Answer, Delta, Drafted, Event, Failed, Gathered, Restarted, Situation, Stage
from assistant.records.knowledge import (
    Hit,
    IngestReport,
    KnownFile,
    Message,
    Overview,
    Passage,
    PassageKind,
    Post,
    PostKind,
    Skipped,
)
from assistant.records.requests import ChatAnswer, ChatRequest, IdeasRequest, PostRequest, ReplyRequest, Role, Turn
from assistant.records.texts import Entity, Facet, Finding, Fit, Level, Measurement, VoiceMatch

__all__ = [
    "Answer",
    "ChatAnswer",
    "ChatRequest",
    "Delta",
    "Draft",
    "Drafted",
    "Entity",
    "Event",
    "Facet",
    "Failed",
    "Finding",
    "Fit",
    "Gathered",
    "Hit",
    "Idea",
    "IdeasRequest",
    "IngestReport",
    "KnownFile",
    "Level",
    "Measurement",
    "Message",
    "Overview",
    "Passage",
    "PassageKind",
    "Post",
    "PostKind",
    "PostRequest",
    "ReplyRequest",
    "Restarted",
    "Revision",
    "Role",
    "Situation",
    "Skipped",
    "Source",
    "Stage",
    "Turn",
    "Usage",
    "VoiceMatch",
]
