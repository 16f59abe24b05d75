"""The score of a text: how it compares with the posts of one voice, against a background of other voices."""

from assistant.voice.score.house import HouseVoices
from assistant.voice.score.scorer import VoiceScorer

__all__ = ["HouseVoices", "VoiceScorer"]
