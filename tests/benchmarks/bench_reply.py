"""Everything before the model's first token: our whole corridor against one bare call of the same scripted server.

    OMP_NUM_THREADS=1 .venv/bin/python -m tests.benchmarks.bench_reply

The server answers at once, so that what is left is ours: language, search, prompt, client. Goal on the sample brand:
under 40 ms more than the bare call.
"""

import tempfile
import time
from pathlib import Path
from statistics import median

from langchain_core.messages import HumanMessage

from assistant.assembly import open_papillon
from assistant.records import Delta, Message, ReplyRequest
from assistant.settings import load_settings
from tests.scripted_server import ScriptedServer

ROOT = Path(__file__).parents[2]
MESSAGES = (
    "Ma commande #4821 est arrivée percée, c'est la deuxième fois…",
    "do you ship to Vermont, and are you open on Mondays?",
    "24 $ le sac, c'est du vol",
    "Is your decaf made with solvents?",
    "Êtes-vous ouverts le 26 décembre?",
    "best cortado in town, thank you Camille",
    "Je voudrais mettre mon abonnement en pause",
    "My parcel still hasn't arrived after two weeks",
)
ROUNDS = 5


def main() -> None:
    """Print both medians and their difference, in milliseconds."""
    with ScriptedServer(default="Bonjour, on regarde ça.") as server, tempfile.TemporaryDirectory() as home:
        settings = load_settings(
            home=Path(home), knowledge=ROOT / "knowledge", openai_base_url=server.address, model="scripted"
        )
        with open_papillon(settings, name="benchmark") as papillon:
            papillon.ingest_if_empty()
            papillon.warm_up()
            bare, ours = [], []
            for _ in range(ROUNDS):
                for message in MESSAGES:
                    begin = time.perf_counter()
                    next(papillon.chat.stream([HumanMessage(message)], max_tokens=50, temperature=0))
                    bare.append(time.perf_counter() - begin)
                    begin = time.perf_counter()
                    for event in papillon.drafting.reply(ReplyRequest(Message(message), "bluesky")):
                        if isinstance(event, Delta):
                            break
                    ours.append(time.perf_counter() - begin)
    fast, slow = median(bare) * 1000, median(ours) * 1000
    print(f"first token, bare call       {fast:7.1f} ms")
    print(f"first token, whole corridor  {slow:7.1f} ms")
    print(f"ours before the first token  {slow - fast:7.1f} ms   (goal: under 40)")


if __name__ == "__main__":
    main()
