"""Fitted voices on disk: plain arrays in one .npz file, no pickle, so that reading one can run nothing."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from assistant.files import replacing
from assistant.records import OwnPost
from assistant.voice.score.calibration import Calibration
from assistant.voice.score.model import Neighbours, Surface, VoiceModel, Weights
from assistant.voice.score.terms import Vocabulary

FORMAT = 2
_CALIBRATED = ("level", "slope", "spread", "spread_slope", "shortest", "longest")


def save_model(model: VoiceModel, path: Path) -> None:
    """Write a model, whole or not at all, readable by its owner only.

    Raises:
        OSError: there is no room, or no right to write there.
    """
    arrays: dict[str, Any] = {
        "surface_average": model.surface.average,
        "surface_mean": model.surface.mean,
        "surface_deviation": model.surface.deviation,
        "starts": model.neighbours.starts,
        "rows": model.neighbours.rows,
        "values": model.neighbours.values,
    }
    for name, vocabulary in (("characters", model.characters), ("shapes", model.shapes)):
        arrays[f"{name}_idf"] = vocabulary.idf
        arrays[f"{name}_terms"] = _packed(list(vocabulary.terms))
    meta: dict[str, Any] = {"language": model.language, "posts": model.posts, "method": model.method}
    for name, weights in (("full", model.full), ("masked", model.masked)):
        arrays |= {f"{name}_{part}": getattr(weights, part) for part in ("characters", "shapes", "surface")}
        meta[f"{name}_intercept"] = weights.intercept
    for name, calibration in (("full", model.calibration), ("masked", model.masked_calibration)):
        arrays[f"{name}_distances"] = calibration.distances
        meta[f"{name}_calibration"] = {part: getattr(calibration, part) for part in _CALIBRATED}
    meta |= {"format": FORMAT, "habits": model.habits}
    meta["neighbours"] = [[post.id, post.text] for post in model.neighbours.posts]
    arrays["meta"] = _packed(meta)
    with replacing(path, prefix=".model-") as file:
        np.savez(file, **arrays)


def load_model(path: Path) -> VoiceModel | None:
    """The model of a file, None when there is none or it cannot be read (damaged, or of another version)."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        meta = _unpacked(arrays["meta"])
        if meta["format"] != FORMAT:
            return None
        return VoiceModel(
            language=meta["language"],
            posts=meta["posts"],
            method=meta["method"],
            characters=_vocabulary(arrays, "characters"),
            shapes=_vocabulary(arrays, "shapes"),
            surface=Surface(arrays["surface_average"], arrays["surface_mean"], arrays["surface_deviation"]),
            full=_weights(arrays, meta, "full"),
            masked=_weights(arrays, meta, "masked"),
            calibration=Calibration(**meta["full_calibration"], distances=arrays["full_distances"]),
            masked_calibration=Calibration(**meta["masked_calibration"], distances=arrays["masked_distances"]),
            neighbours=Neighbours(
                tuple(OwnPost(post_id, text) for post_id, text in meta["neighbours"]),
                arrays["starts"],
                arrays["rows"],
                arrays["values"],
            ),
            habits=meta["habits"],
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _packed(value: object) -> Any:
    return np.frombuffer(json.dumps(value).encode("ascii"), dtype=np.uint8)


def _unpacked(array: Any) -> Any:
    return json.loads(array.tobytes().decode("ascii"))


def _vocabulary(arrays: dict[str, Any], name: str) -> Vocabulary:
    return Vocabulary(tuple(_unpacked(arrays[f"{name}_terms"])), arrays[f"{name}_idf"])


def _weights(arrays: dict[str, Any], meta: dict[str, Any], name: str) -> Weights:
    characters, shapes, surface = (arrays[f"{name}_{part}"] for part in ("characters", "shapes", "surface"))
    return Weights(characters, shapes, surface, meta[f"{name}_intercept"])
