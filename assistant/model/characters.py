"""Characters that no server and no tokenizer takes."""


def encodable(text: str) -> str:
    """The text with every lone surrogate (half a character, left by a careless cut) replaced by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
