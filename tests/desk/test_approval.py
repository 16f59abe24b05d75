"""Drafts at the desk: what may follow what, who did it, and that nobody's change is lost."""

import itertools
import threading
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from assistant.desk import Desk
from assistant.desk.states import approved, digest
from assistant.errors import BadInput, Conflict, NotAllowed
from assistant.records import Audience, Draft, KeptDraft, Message, Part
from assistant.store import Database, jobs_address
from tests.desk.conftest import content, target


@pytest.fixture
def kept(desk: Desk) -> KeptDraft:
    """A draft of the model, put on the desk by Maude."""
    drafted = Draft("On remplace le sac.", "bluesky", "fr", model="tiny")
    return desk.keep(
        content("On remplace le sac.", target=target()), "Maude", drafted=drafted, message=Message("Mon sac est percé")
    )


def test_from_draft_to_approved_each_step_has_a_name_and_a_moment(desk: Desk, kept: KeptDraft) -> None:
    """Keeping, editing and approving leave one line each, in order, with who and when."""
    edited = desk.edit(kept.id, 1, "On remplace votre sac.", "Téo")
    done = desk.approve(kept.id, edited.version, "Maude")

    steps = desk.drafts.steps(kept.id)
    assert (kept.state, edited.state, done.state) == ("draft", "edited", "approved")
    assert [(step.action, step.by, step.version) for step in steps] == [
        ("kept", "Maude", 1), ("edited", "Téo", 2), ("approved", "Maude", 2),
    ]  # fmt: skip
    assert all(one.at <= other.at for one, other in itertools.pairwise(steps))
    assert desk.get(kept.id) == done
    assert approved(done)


def test_nobody_acts_without_a_name(desk: Desk, kept: KeptDraft) -> None:
    """Every step asks for a name."""
    with pytest.raises(BadInput, match="Give your name"):
        desk.approve(kept.id, 1, "  ")
    with pytest.raises(BadInput):
        desk.keep(content("a"), "")


def test_two_people_see_each_others_change(desk: Desk, kept: KeptDraft) -> None:
    """The second of two edits of one version is refused with both texts; the first stands."""
    desk.edit(kept.id, 1, "Texte de Téo", "Téo")

    with pytest.raises(Conflict) as refused:
        desk.edit(kept.id, 1, "Texte de Maude", "Maude")

    told = refused.value.text("fr")
    assert "Téo" in told
    assert "Texte de Téo" in told
    assert "Texte de Maude" in told
    assert desk.get(kept.id).text == "Texte de Téo"


def test_of_edits_at_one_moment_exactly_one_wins(desk: Desk, kept: KeptDraft) -> None:
    """Eight threads that edit the same version: one succeeds, seven are told, no text is mixed."""
    outcomes: list[str] = []

    def edit(name: str) -> None:
        try:
            desk.edit(kept.id, 1, f"Texte de {name}", name)
            outcomes.append(name)
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=edit, args=(f"personne {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winners = [one for one in outcomes if one != "conflict"]
    assert len(outcomes) == 8
    assert len(winners) == 1
    assert desk.get(kept.id).text == f"Texte de {winners[0]}"


def test_an_edit_after_approval_needs_approval_again(desk: Desk, kept: KeptDraft) -> None:
    """Approval holds for what was approved only; saving the same text again leaves it alone."""
    desk.approve(kept.id, 1, "Maude")

    same = desk.edit(kept.id, 1, kept.text, "Téo")
    changed = desk.edit(kept.id, 1, "Autre chose", "Téo")

    assert same.state == "approved"
    assert (changed.state, changed.approval) == ("edited", None)
    assert not approved(changed)


def test_what_was_not_seen_is_not_approved(desk: Desk, kept: KeptDraft) -> None:
    """Approving a version that somebody has changed since is refused, with the text as it is now."""
    desk.edit(kept.id, 1, "Texte de Téo", "Téo")

    with pytest.raises(Conflict, match="Texte de Téo"):
        desk.approve(kept.id, 1, "Maude")


def test_what_blocks_needs_a_reason(desk: Desk) -> None:
    """A draft with a blocking finding is approved with a written reason only, and the reason is in the trail."""
    kept = desk.keep(content("zut alors"), "Maude")

    with pytest.raises(NotAllowed, match="no swearing"):
        desk.approve(kept.id, 1, "Maude")
    done = desk.approve(kept.id, 1, "Maude", reason="C'est une citation.")

    assert not kept.ready
    assert done.approval is not None
    assert done.approval.reason == "C'est une citation."
    assert desk.drafts.steps(kept.id)[-1].detail["reason"] == "C'est une citation."


def test_a_text_that_is_too_long_and_a_picture_without_words_block(desk: Desk) -> None:
    """Length and missing descriptions are findings that block."""
    from assistant.desk.approval import attachment

    long = desk.keep(content("x" * 301), "Maude")
    picture = attachment(b"bytes", "", "sac.jpg")
    bare = desk.keep(replace(content("a"), parts=(Part("a", (picture,)),)), "Maude", pictures=[(picture, b"bytes")])

    assert [(finding.check, finding.level) for finding in long.findings] == [("length", "block")]
    assert [finding.check for finding in bare.findings] == ["alt"]
    assert desk.drafts.picture(picture.digest) == b"bytes"


@pytest.mark.parametrize("texts", [(), ("",), ("a", " ")])
def test_nothing_is_not_kept(desk: Desk, texts: tuple[str, ...]) -> None:
    """An empty draft, or an empty part of a thread, is refused."""
    with pytest.raises(BadInput, match="nothing in this draft"):
        desk.keep(content(*texts), "Maude")


def test_a_rejected_draft_is_taken_up_by_editing(desk: Desk, kept: KeptDraft) -> None:
    """Set aside, it cannot be approved; edited, it can."""
    desk.reject(kept.id, 1, "Maude", reason="pas maintenant")

    with pytest.raises(NotAllowed):
        desk.approve(kept.id, 1, "Maude")
    again = desk.edit(kept.id, 1, "Bon, finalement", "Maude")

    assert desk.approve(kept.id, again.version, "Maude").state == "approved"


def test_an_unknown_draft_is_said(desk: Desk) -> None:
    """The error names the draft and how to find others."""
    with pytest.raises(BadInput, match="papillon drafts list"):
        desk.get("nope")


def test_the_audit_trail_only_grows(database_url: str, desk: Desk, kept: KeptDraft) -> None:
    """The database itself refuses to change or delete a line of the trail."""
    assert len(desk.drafts.steps(kept.id)) == 1
    engine = create_engine(jobs_address(database_url) if "postgres" in database_url else database_url)
    for statement in ("UPDATE steps SET by = 'x'", "DELETE FROM steps"):
        with engine.connect() as raw, pytest.raises(DBAPIError, match="only grows"):
            raw.execute(text(statement))
    engine.dispose()
    assert len(desk.drafts.steps(kept.id)) == 1


def test_everything_that_goes_out_is_frozen() -> None:
    """The fingerprint changes with the text, the parts, the account, the target, who may reply, and the pictures."""
    one = content("a", target=target())
    others = [
        content("b", target=target()),
        content("a", "b", target=target()),
        content("a"),
        content("a", target=target(), account="did:plc:other"),
        content("a", target=target(key="3kother")),
        replace(one, audience=Audience(("nobody",))),
        replace(one, languages=("fr",)),
        replace(one, quoting=target(key="3kq")),
    ]

    assert len({digest(each) for each in [one, *others]}) == 1 + len(others)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["edit", "approve", "reject"]), max_size=8))
def test_no_order_of_steps_approves_a_text_nobody_approved(order: list[str]) -> None:
    """Whatever people do in whatever order: approved means that this very text was approved after its last change."""
    import tempfile

    from assistant.store import Drafts
    from tests.desk.conftest import Checker

    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{folder}/p.db")
        desk = Desk("moulin", Drafts(database), Checker())
        draft = desk.keep(content("zéro"), "Maude")
        for number, step in enumerate(order):
            try:
                if step == "edit":
                    draft = desk.edit(draft.id, draft.version, f"texte {number}", "Téo")
                elif step == "approve":
                    draft = desk.approve(draft.id, draft.version, "Maude")
                else:
                    draft = desk.reject(draft.id, draft.version, "Maude")
            except NotAllowed:
                draft = desk.get(draft.id)
        trail = desk.drafts.steps(draft.id)
        last = [line.action for line in trail if line.action in ("edited", "approved", "rejected")][-1:]
        assert (draft.state == "approved") == (last == ["approved"])
        assert approved(draft) == (draft.state == "approved")
        database.close()
