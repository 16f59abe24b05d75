"""No model: everything but drafting works, and whoever asks for a draft is told what to do."""

from assistant.errors import ModelUnavailable
from assistant.model.sources import Endpoint, ModelCard, Provider, State
from assistant.model.weights import Progress


class MissingSource:
    """Stands where a model would be; starting it raises the reason why there is none."""

    def __init__(self, reason: ModelUnavailable) -> None:
        self.provider: Provider = "builtin"
        self.slow = True
        self._reason = reason

    def start(self, progress: Progress | None = None) -> Endpoint:  # noqa: ARG002 (as every source)
        """Raises the reason, every time."""
        raise self._reason

    def card(self, language: str, endpoint: Endpoint | None, state: State) -> ModelCard:  # noqa: ARG002 (as every source)
        """A card that says why there is no model."""
        return ModelCard("", self.provider, "", "", "", 0, "failed", self._reason.text(language))

    def close(self) -> None:
        """There is nothing to take down."""
