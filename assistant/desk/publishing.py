"""Publishing exactly once, what a person approved and nothing else.

The records that will be written, with keys of our own choice, are kept in the database before the first of them is
sent; sending them again writes nothing new. So whatever happens in between (the process is killed, the answer is lost,
two workers take the same draft), there is one post.
"""

import os
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from assistant.desk import states
from assistant.desk.approval import now
from assistant.desk.lease import Leases, Lost
from assistant.errors import (
    AccountClosed,
    BadInput,
    NetworkRateLimited,
    NetworkRefused,
    NetworkUnreachable,
    NotAllowed,
    OutcomeUnknown,
    PapillonError,
    PostChanged,
    PostGone,
    ReplyRefused,
    SignedOut,
)
from assistant.networks import Network, new_keys
from assistant.records import (
    CardAttachment,
    CardUpload,
    KeptDraft,
    Outgoing,
    Prepared,
    Published,
    Sending,
    Step,
    Upload,
)
from assistant.store import Drafts

LEASE = 120.0
"""Seconds for which a worker holds a publication; longer than any single call to a network takes."""
PATIENCE = 60.0
"""Seconds that a call waits for a network that asks to wait, before it hands the rest to the background."""
_STEPS = Callable[[str], None]
Told = Callable[[float, str], None]
"""Is told how many seconds a publication waits, and why."""


class Publisher:
    """Sends approved drafts. Safe for threads and processes; any of them may go on where another one died.

    `connect` gives the network as an account sees it. `at_step` is told each step as it is reached: `claimed`,
    `prepared`, `sending`, `sent`, `recorded`, `learned`. `learn` is given what was published; it may be called twice.
    """

    def __init__(
        self,
        drafts: Drafts,
        connect: Callable[[str], Network],
        *,
        learn: Callable[[KeptDraft], None] = lambda _: None,
        lease: float = LEASE,
        clock: Callable[[], datetime] = now,
        sleep: Callable[[float], None] = time.sleep,
        at_step: _STEPS = lambda _: None,
    ) -> None:
        self.drafts = drafts
        self._connect = connect
        self._learn = learn
        self._leases = Leases(drafts, lease, clock)
        self._clock = clock
        self._sleep = sleep
        self._at_step = at_step

    def publish(
        self, draft_id: str, by: str, *, patience: float = PATIENCE, reader: str = "en", told: Told = lambda *_: None
    ) -> KeptDraft:
        """Send a draft that a person approved, or go on with one that is on its way.

        Gives the draft as it stands afterwards: `published`; `publishing` when the network asks to wait for longer than
        `patience` seconds (see `sending.wait`), when the outcome is not known yet, or when another worker is at it;
        `failed` when the network refused it, with the reason in `sending.problem`.

        Raises:
            NotAllowed: nobody approved what it holds now.
            BadInput: there is no such draft, no name, or no account to send it through.
            PostGone, PostChanged, ReplyRefused: of what it answers; nothing was sent, the draft stays approved.
        """
        by = states.named(by)
        draft = self.drafts.get(draft_id)
        if draft.state == "published":
            return draft
        if draft.state != "publishing":
            self._check_before(draft)
        owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        draft = self._leases.claim(draft_id, owner, by)
        if draft.sending.owner != owner:
            return draft
        self._at_step("claimed")
        try:
            return self._go_on(draft, owner, by, patience, reader, told)
        except Lost:
            return self.drafts.get(draft_id)

    def resume(self, brand: str, by: str, *, reader: str = "en") -> tuple[KeptDraft, ...]:
        """Go on with every publication that a dead or patient worker left behind and that may be tried now."""
        moment = self._clock()
        gone_on = []
        for draft in self.drafts.list(brand, ("publishing",)):
            held = draft.sending.until is not None and draft.sending.until > moment
            waits = draft.sending.wait is not None and draft.sending.wait > moment
            if not held and not waits:
                gone_on.append(self.publish(draft.id, by, patience=0.0, reader=reader))
        for draft in self.drafts.list(brand, ("published",), most=100):
            if not any(step.action == "learned" for step in self.drafts.steps(draft.id)):
                self._learned(draft)
        return tuple(gone_on)

    def withdraw(self, draft_id: str, by: str) -> KeptDraft:
        """Delete what a draft became on its network, as far as it is there.

        Raises:
            NotAllowed: it is not published, or is being sent at this moment.
            Unreachable: the network could not be asked; nothing changed, try again.
        """
        by = states.named(by)
        draft = self.drafts.get(draft_id)
        states.must(draft, "withdrawn")
        posts = draft.posts
        if draft.state == "publishing":
            owner = f"withdraw:{uuid4().hex[:8]}"
            draft = self._leases.claim(draft_id, owner, by)
            if draft.sending.owner != owner:
                raise NotAllowed("desk.being_sent", id=draft_id)
            prepared = self.drafts.prepared(draft_id)
            posts = prepared.posts if prepared else ()
        if posts:
            self._connect(draft.content.account).delete(posts)
        at = self._clock()

        def change(current: KeptDraft) -> tuple[KeptDraft, Step | None]:
            if current.state == "withdrawn":
                return current, None
            states.must(current, "withdrawn")
            changed = replace(current, state="withdrawn", changed=at, changed_by=by, sending=Sending())
            return changed, Step(draft_id, current.version, "withdrawn", by, at, {"posts": _uris(posts)})

        return self.drafts.change(draft_id, change)

    # ------------------------------------------------------------ steps

    def _check_before(self, draft: KeptDraft) -> None:
        states.must(draft, "claimed")
        if not states.approved(draft):
            raise NotAllowed("desk.cannot_claimed", id=draft.id)
        if not draft.content.account:
            raise BadInput("desk.no_account", id=draft.id)
        network = self._connect(draft.content.account)
        if draft.content.answering is not None:
            network.check_answerable(draft.content.answering.post)

    def _go_on(  # noqa: PLR0917 - one call, one place
        self, draft: KeptDraft, owner: str, by: str, patience: float, reader: str, told: Told
    ) -> KeptDraft:
        until = time.monotonic() + patience
        while True:
            earlier = draft.sending.tries > 0
            try:
                network = self._connect(draft.content.account)
                prepared = self._prepare(draft, owner, network, reader)
                self._leases.hold(draft.id, owner, by)
                self._at_step("sending")
                published = network.publish(prepared)
            except (NetworkRateLimited, NetworkUnreachable, OutcomeUnknown) as error:
                draft, pause = self._leases.wait(draft.id, owner, error, reader)
                if time.monotonic() + pause > until:
                    return self._leases.release(draft.id, owner)
                told(pause, error.text(reader))
                self._sleep(pause)
            except (
                NetworkRefused, SignedOut, AccountClosed, BadInput, PostGone, PostChanged, ReplyRefused,
            ) as error:  # fmt: skip
                return self._refused(draft.id, owner, by, error, reader, earlier=earlier)
            else:
                self._at_step("sent")
                return self._record(draft.id, by, published, network)

    def _prepare(self, draft: KeptDraft, owner: str, network: Network, reader: str) -> Prepared:
        prepared = self.drafts.prepared(draft.id)
        if prepared is not None:
            return prepared
        made = network.prepare(
            self._outgoing(draft),
            keys=new_keys(len(draft.content.parts)),
            at=self._clock(),
            audience=draft.content.audience,
            # Without a description only when a person approved it all the same, and said why.
            require_alt=not (draft.approval and draft.approval.reason),
            reader=reader,
        )
        self.drafts.change(draft.id, lambda current: (self._leases.mine(current, owner), None), prepared=made)
        self._at_step("prepared")
        return made

    def _outgoing(self, draft: KeptDraft) -> tuple[Outgoing, ...]:
        content = draft.content
        languages = content.languages or ((draft.language,) if draft.language else ())
        return tuple(
            Outgoing(
                part.text,
                languages=languages,
                answering=content.answering.post if content.answering and not number else None,
                quoting=content.quoting.post if content.quoting and not number else None,
                pictures=tuple(
                    Upload(self.drafts.picture(picture.digest), picture.alt, picture.name) for picture in part.pictures
                ),
                card=self._card(part.card) if part.card else None,
                labels=content.labels,
            )
            for number, part in enumerate(content.parts)
        )

    def _card(self, card: CardAttachment) -> CardUpload:
        picture = self.drafts.picture(card.digest) if card.digest else b""
        return CardUpload(card.address, card.title, card.description, picture)

    def _refused(
        self, draft_id: str, owner: str, by: str, error: PapillonError, reader: str, *, earlier: bool
    ) -> KeptDraft:
        """A refusal is the end only when no earlier try can have arrived."""
        prepared = self.drafts.prepared(draft_id)
        if prepared is not None and earlier:
            try:
                network = self._connect(prepared.account)
                there = network.find(prepared)
            except NetworkRefused:
                there = None
            except PapillonError as unreachable:
                self._leases.wait(draft_id, owner, unreachable, reader)
                return self._leases.release(draft_id, owner)
            if there is not None:
                return self._record(draft_id, by, there, network)
        return self._failed(draft_id, owner, by, error.text(reader))

    def _failed(self, draft_id: str, owner: str, by: str, problem: str) -> KeptDraft:
        at = self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            changed = replace(
                self._leases.mine(draft, owner), state="failed", sending=Sending(problem=problem), changed=at
            )
            return changed, Step(draft_id, draft.version, "failed", by, at, {"why": problem})

        return self.drafts.change(draft_id, change)

    def _record(self, draft_id: str, by: str, published: Published, network: Network) -> KeptDraft:
        at = self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            if draft.state != "publishing":
                return draft, None
            changed = replace(
                draft,
                state="published",
                posts=published.posts,
                addresses=published.addresses,
                sending=Sending(tries=draft.sending.tries),
                changed=at,
            )
            return changed, Step(draft_id, draft.version, "published", by, at, {"posts": _uris(published.posts)})

        draft = self.drafts.change(draft_id, change)
        if draft.state == "withdrawn":
            # Somebody withdrew it while a slow try of ours was still under way.
            network.delete(published.posts)
            return draft
        self._at_step("recorded")
        self._learned(draft)
        return draft

    def _learned(self, draft: KeptDraft) -> None:
        self._learn(draft)
        at = self._clock()
        step = Step(draft.id, draft.version, "learned", draft.changed_by, at)
        self.drafts.change(draft.id, lambda current: (current, step))
        self._at_step("learned")


def _uris(posts: tuple[object, ...]) -> str:
    return " ".join(getattr(post, "uri", "") for post in posts)
