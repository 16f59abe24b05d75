"""A change of a brand's file in one sentence, for the person who is asked to accept it."""

from assistant.voice.edits import (
    AddFact,
    AddRule,
    AddTrait,
    Edit,
    RemoveRule,
    RemoveTrait,
    SetEmoji,
    SetHashtags,
    SetRegister,
    Several,
    Single,
)
from assistant.wording import language_name, say


def describe_edit(edit: Edit, reader: str = "en") -> str:
    """What a change does, in the reader's language, without a full stop."""
    if isinstance(edit, Several):
        return "; ".join(describe_edit(single, reader) for single in edit.edits)
    key, values = _told(edit, reader)
    return say(f"voice.edit_{key}", reader, **values)


def _told(edit: Single, reader: str) -> tuple[str, dict[str, object]]:
    """Which sentence tells a change, and its values."""
    key: str = edit.kind
    values: dict[str, object] = {}
    match edit:
        case AddFact():
            values = {"topic": edit.topic, "text": next(iter(edit.texts.values()))}
        case AddRule():
            key = edit.rule.kind
            words = ", ".join(edit.rule.words) or edit.rule.pattern
            values = {"words": words, "use": edit.rule.use, "count": edit.rule.count}
        case RemoveRule():
            values = {"id": edit.id}
        case AddTrait() | RemoveTrait():
            values = {"text": edit.text, "language": language_name(edit.language, reader)}
        case SetRegister():
            where = edit.platform or edit.situation
            key = "register_in" if where else "register"
            values = {"register": edit.register_, "where": where}
        case SetEmoji():
            key, values = "emoji", {"count": edit.at_most}
        case SetHashtags():
            key, values = "hashtags", {"count": edit.at_most, "platform": edit.platform}
    return key, values
