"""How fast archives become posts, and how much memory that takes.

    python -m tests.benchmarks.bench_archives [POSTS]

Each archive is converted in a process of its own, so that its peak memory is its own. The second column of speeds is a
bare pass of a JSON reader over the same bytes, side by side.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

WORDS = (
    "le moulin farine seigle pain levain four grain meule lundi matin demain client commande sac photo merci bonjour "
    "croûte mie sarrasin blé récolte champ rivière équipe nouvelle recette visite atelier samedi boutique ouverte"
).split()

CHILD = """
import json, resource, sys, time
from pathlib import Path
from assistant.library.archives import Steps, Wishes, keep_archive
from assistant.voice.brand import load_brand
folder, path = Path(sys.argv[1]), Path(sys.argv[2])
started = time.monotonic()
report = keep_archive(folder, path, load_brand(folder), Wishes(), Steps(path.name, None, None), anew=True)
print(json.dumps({
    "posts": report.posts, "seconds": time.monotonic() - started,
    "left_out": sum(one.count for one in report.left_out), "threads": report.threads,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""
BARE = """
import ijson, sys, time
from assistant.library.archives.streams import json_items
import zipfile
started = time.monotonic()
with zipfile.ZipFile(sys.argv[1]) as file, file.open(sys.argv[2]) as stream:
    count = sum(1 for _ in json_items(stream, sys.argv[3], "bare", lambda: None))
print(count / (time.monotonic() - started))
"""


def texts(count: int, seed: int = 1) -> Iterator[str]:
    """Sentences that differ, one in twenty said before and one in twenty nearly so."""
    chance = random.Random(seed)
    said: list[str] = []
    for number in range(count):
        if said and number % 20 == 0:
            yield chance.choice(said)
        elif said and number % 20 == 1:
            yield chance.choice(said) + " vraiment"
        else:
            text = " ".join(chance.choices(WORDS, k=chance.randint(8, 40))).capitalize() + "."
            if len(said) < 5000:
                said.append(text)
            yield text


def x_archive(path: Path, count: int) -> None:
    """An X archive of so many posts, one in ten of them part of a thread."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("data/tweets.js", "w") as stream:
        stream.write(b"window.YTD.tweets.part0 = [")
        for number, text in enumerate(texts(count)):
            made = {
                "id_str": str(10**15 + number),
                "full_text": text,
                "created_at": time.strftime("%a %b %d %H:%M:%S +0000 %Y", time.gmtime(1.4e9 + 600 * number)),
                "favorite_count": "2",
                "retweet_count": "0",
                "lang": "fr",
                "entities": {"urls": [], "hashtags": [], "user_mentions": []},
            }
            if number % 10 == 1:
                made |= {"in_reply_to_status_id_str": str(10**15 + number - 1), "in_reply_to_screen_name": "moulin"}
            stream.write((b"," if number else b"") + json.dumps({"tweet": made}).encode())
        stream.write(b"]")


def mastodon_archive(path: Path, count: int) -> None:
    """A Mastodon archive of so many posts."""
    public, me = "https://www.w3.org/ns/activitystreams#Public", "https://m.example/users/moulin"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("outbox.json", "w") as stream:
        stream.write(b'{"type":"OrderedCollection","orderedItems":[')
        for number, text in enumerate(texts(count, 2)):
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1.5e9 + 600 * number))
            note = {"id": f"{me}/statuses/{number}", "type": "Note", "published": at, "to": [public], "cc": []}
            note |= {"content": f"<p>{text} <a href='https://a.example/{number}'>a</a></p>", "contentMap": {"fr": ""}}
            made = {"type": "Create", "actor": me, "to": [public], "cc": [], "object": note}
            stream.write((b"," if number else b"") + json.dumps(made).encode())
        stream.write(b"]}")


def main() -> None:
    """Print a row for each archive."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "moulin"
        folder.mkdir()
        (folder / "brand.toml").write_text('format = 1\nid = "moulin"\nname = "Moulin"\nlanguages = ["fr"]\n', "utf-8")
        print(f"{'archive':10} {'posts':>8} {'kept':>8} {'posts/s':>8} {'JSON alone':>10} {'ratio':>6} {'peak MB':>8}")
        for name, make, member, prefix in (
            ("x", x_archive, "data/tweets.js", "item"),
            ("mastodon", mastodon_archive, "outbox.json", "orderedItems.item"),
        ):
            path = Path(place) / f"{name}.zip"
            make(path, count)
            run = [sys.executable, "-c"]
            child = subprocess.run([*run, CHILD, str(folder), str(path)], capture_output=True, text=True, check=True)
            bare = subprocess.run([*run, BARE, str(path), member, prefix], capture_output=True, text=True, check=True)
            told = json.loads(child.stdout)
            speed, alone = count / told["seconds"], float(bare.stdout)
            row = f"{name:10} {count:8} {told['posts']:8} {speed:8.0f} {alone:10.0f}"
            print(f"{row} {speed / alone:6.3f} {told['megabytes']:8.0f}")


if __name__ == "__main__":
    main()
