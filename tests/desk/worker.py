"""A worker of its own, to be killed: publishes one draft with the real rooms and dies by SIGKILL at a named step.

python -m tests.desk.worker HOME SERVICE APPVIEW BRAND DRAFT [STEP]
"""

import os
import signal
import sys
from pathlib import Path

from assistant.desk.publishing import Publisher
from assistant.networks import AccountBook
from assistant.settings import load_settings
from assistant.store import Database, Drafts

LEASE = 2.0
"""Seconds for which the workers of the tests hold a publication."""


def main(  # noqa: PLR0917 - the words of the command line
    home: str, service: str, appview: str, brand: str, draft: str, step: str = ""
) -> None:
    """Publish the draft; at `step` the process ends as if the power went."""
    settings = load_settings(home=Path(home), bluesky_service=service, bluesky_appview=appview)
    database = Database.open(settings.database)
    book = AccountBook(settings, database, brand)

    def at_step(reached: str) -> None:
        sys.stdout.write(f"{reached}\n")
        sys.stdout.flush()
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    publisher = Publisher(
        Drafts(database), lambda account: book.connect(book.account(account)), lease=LEASE, at_step=at_step
    )
    publisher.publish(draft, "Maude", patience=20)


if __name__ == "__main__":
    main(*sys.argv[1:])
