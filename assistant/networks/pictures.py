"""Pictures made ready to be published: small enough, upright, without the data that cameras write into them."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadInput

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 1_000_000
"""What every PDS takes for a picture: app.bsky.embed.images before 2026 (set A of the tests), 2,000,000 since."""
MOST_FILE_BYTES = 50_000_000
MOST_PIXELS = 60_000_000
"""A picture with more is refused unread: three times the largest phone camera's usual output."""
LONGEST_SIDE = 2000  # bluesky-social/social-app src/lib/constants.ts, POST_IMG_MAX
CARD_SIDE = 1200
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_QUALITIES = (90, 85, 80, 72, 64, 55, 45)
_SMALLER = 0.8
_SMALLEST_SIDE = 400


@dataclass(frozen=True, slots=True)
class ReadyPicture:
    """A picture as it will be uploaded. `smaller` says that it was scaled down, `flattened` that what was transparent
    is white now."""

    data: bytes
    type: str
    width: int
    height: int
    smaller: bool = False
    flattened: bool = False


def read_file(path: Path) -> bytes:
    """The bytes of a picture's file.

    Raises:
        BadInput: it is larger than any picture, or cannot be read; names the file.
    """
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise BadInput("networks.picture_too_large", name=path.name, megabytes=MOST_FILE_BYTES // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise BadInput("networks.picture_unread", name=path.name, reason=error.strerror) from error


def ready(data: bytes, name: str, *, longest_side: int = LONGEST_SIDE) -> ReadyPicture:
    """The picture, encoded anew: upright, in sRGB, without any metadata, at most 1,000,000 bytes.

    Raises:
        BadInput: it is no picture, is animated, is damaged, or is too large to be read; names the file.
    """
    from PIL import Image, UnidentifiedImageError

    if len(data) > MOST_FILE_BYTES:
        raise BadInput("networks.picture_too_large", name=name, megabytes=MOST_FILE_BYTES // 1_000_000)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is stricter
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadInput("networks.picture_too_many_pixels", name=name, megapixels=MOST_PIXELS // 1_000_000)
                # A phone's MPO holds its preview as a second frame; it is one picture all the same.
                if getattr(opened, "n_frames", 1) > 1 and opened.format in ("GIF", "PNG", "WEBP"):
                    raise BadInput("networks.picture_animated", name=name)
                opened.load()
                picture = _upright(opened)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise BadInput("networks.picture_none", name=name, known="JPEG, PNG, WebP, GIF") from error
    except (OSError, SyntaxError, ValueError, IndexError, EOFError, ArithmeticError) as error:
        raise BadInput("networks.picture_damaged", name=name) from error
    return _encoded(picture, longest_side)


def thumbnail(data: bytes, longest_side: int = 320) -> bytes:
    """A small JPEG of a picture that is ready to be published, for a person to see; white where it is transparent."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        opened.draft("RGB", (longest_side, longest_side))
        picture = opened.convert("RGBA")
    picture.thumbnail((longest_side, longest_side))
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return _written(white, "JPEG", quality=80)


def _upright(opened: "Image") -> "Image":
    """The picture as it is to be seen, in sRGB, as new pixels without any of the file's metadata."""
    from PIL import Image, ImageCms, ImageOps

    turned = ImageOps.exif_transpose(opened)
    profile = opened.info.get("icc_profile")
    transparent = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    if profile and turned.mode in ("RGB", "RGBA", "L", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if turned.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(turned, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            turned = converted if converted is not None else turned
        except (ImageCms.PyCMSError, OSError):  # a broken colour profile: the colours as they are
            pass
    plain = turned.convert("RGBA" if transparent else "RGB")
    if transparent and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    return clean


def _encoded(picture: "Image", longest_side: int) -> ReadyPicture:
    """The best that fits in the limit: a transparent picture as PNG when it does, all others as JPEG."""
    from PIL import Image

    original = picture.size
    if max(picture.size) > longest_side:
        picture = _scaled(picture, longest_side / max(picture.size))
    flattened = False
    if picture.mode == "RGBA":
        whole = _written(picture, "PNG", optimize=True)
        if len(whole) <= MOST_BYTES:
            return ReadyPicture(whole, "image/png", *picture.size, smaller=picture.size != original)
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        picture, flattened = white, True
    while True:
        for quality in _QUALITIES:
            data = _written(picture, "JPEG", quality=quality, optimize=True, progressive=True)
            if len(data) <= MOST_BYTES:
                smaller = picture.size != original
                return ReadyPicture(data, "image/jpeg", *picture.size, smaller=smaller, flattened=flattened)
        if max(picture.size) <= _SMALLEST_SIDE:  # cannot be: 400 x 400 at quality 45 is under 300 kB
            raise AssertionError(picture.size)
        picture = _scaled(picture, _SMALLER)


def _scaled(picture: "Image", by: float) -> "Image":
    from PIL import Image

    size = (max(1, round(picture.width * by)), max(1, round(picture.height * by)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _written(picture: "Image", kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
