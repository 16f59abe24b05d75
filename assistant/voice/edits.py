"""Changes of a brand's files that a person may approve: a rule, a fact, a trait, a form of address, how many emoji."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, model_validator

from assistant.errors import BadInput
from assistant.voice.brand import BRAND_FILE, PERSON_FILE, Rule
from assistant.voice.policies import Register, Texts

MOST_FACT_CHARACTERS = 600
"""A fact is a sentence or two: longer ones belong in the guidelines."""


class _Edit(BaseModel, extra="forbid", frozen=True):
    """What all edits have. An empty `person` means the brand's own file."""

    person: str = ""

    @property
    def path(self) -> str:
        """The file the edit changes, relative to the brand's folder."""
        return f"people/{self.person}/{PERSON_FILE}" if self.person else BRAND_FILE


class AddRule(_Edit, frozen=True):
    """A new rule at the end of the rules."""

    kind: Literal["add_rule"] = "add_rule"
    rule: Rule


class RemoveRule(_Edit, frozen=True):
    """Takes a rule out."""

    kind: Literal["remove_rule"] = "remove_rule"
    id: str


class AddTrait(_Edit, frozen=True):
    """A trait of the voice, in one language; of one situation's tone when `situation` is given."""

    kind: Literal["add_trait"] = "add_trait"
    language: str = Field(pattern="^[a-z]{2,3}$")
    text: str = Field(min_length=3, max_length=300)
    situation: str = ""


class RemoveTrait(_Edit, frozen=True):
    """Takes a trait out, by its text."""

    kind: Literal["remove_trait"] = "remove_trait"
    language: str
    text: str
    situation: str = ""


class SetRegister(_Edit, frozen=True):
    """Tu or vous: everywhere, or on one network, or in one situation."""

    kind: Literal["set_register"] = "set_register"
    register_: Register = Field(alias="register")
    platform: str = ""
    situation: str = ""


class SetEmoji(_Edit, frozen=True):
    """The most emoji in one text."""

    kind: Literal["set_emoji"] = "set_emoji"
    at_most: int = Field(ge=0, le=20)


class SetHashtags(_Edit, frozen=True):
    """The most hashtags in one text on a network."""

    kind: Literal["set_hashtags"] = "set_hashtags"
    platform: str
    at_most: int = Field(ge=0, le=30)


class AddFact(_Edit, frozen=True):
    """A fact that was missing, at the end of the facts: what a person answered to a question that nothing known
    answered. `texts` hold it once in each language; `by` and `since` are who said so and when. An empty `id` is made
    from the topic."""

    kind: Literal["add_fact"] = "add_fact"
    topic: str = Field(min_length=2, max_length=160)
    texts: Texts = Field(min_length=1)
    by: str = Field(default="", max_length=80)
    since: date | None = None
    id: str = Field(default="", pattern="^([a-z0-9][a-z0-9-]{0,63})?$")

    @model_validator(mode="after")
    def _of_the_brand(self) -> "AddFact":
        if self.person:
            raise ValueError("facts are the brand's, not one person's")
        if not self.topic.strip():
            raise ValueError("the topic is empty")
        for language, text in self.texts.items():
            if len(language) != 2 or not language.isalpha() or not 2 <= len(text.strip()) <= MOST_FACT_CHARACTERS:
                raise ValueError(f"texts.{language}: a text of 2 to {MOST_FACT_CHARACTERS} characters, by language")
        return self


Single = AddFact | AddRule | RemoveRule | AddTrait | RemoveTrait | SetRegister | SetEmoji | SetHashtags


class Several(_Edit, frozen=True):
    """Changes of one file that belong together, such as a trait in two languages."""

    kind: Literal["several"] = "several"
    edits: tuple[Annotated[Single, Field(discriminator="kind")], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _of_one_file(self) -> "Several":
        if {edit.path for edit in self.edits} != {self.path}:
            raise ValueError("the changes are of different files")
        return self


Edit = Annotated[Single | Several, Field(discriminator="kind")]
_ANY_EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)


def read_edit(given: object) -> Edit:
    """An edit from plain data, as a model or a file gives it.

    Raises:
        BadInput: it is none; says what is wrong.
    """
    try:
        return _ANY_EDIT.validate_python(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput("voice.bad_edit", where=where or "kind", expected=first["msg"]) from error


def plain_edit(edit: Edit) -> dict[str, object]:
    """An edit as plain data, which `read_edit` reads back: what is as usual is left out."""
    if isinstance(edit, Several):
        return {"kind": edit.kind, "person": edit.person, "edits": [plain_edit(single) for single in edit.edits]}
    return {"kind": edit.kind} | edit.model_dump(mode="json", by_alias=True, exclude_unset=True)
