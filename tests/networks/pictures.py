"""Pictures made on the spot for the tests."""

import io
import random

from PIL import Image


def photograph(
    width: int = 800, height: int = 600, kind: str = "JPEG", *, noise: bool = False, **options: object
) -> bytes:
    """A picture file; with `noise` one that no format makes small."""
    if noise:
        picture = Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))
    else:
        picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
