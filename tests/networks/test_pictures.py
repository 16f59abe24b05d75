"""Pictures made ready: small enough, upright, without the camera's data."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from assistant.errors import BadInput
from assistant.networks.pictures import LONGEST_SIDE, MOST_BYTES, ready
from tests.networks.pictures import photograph


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_large_photograph_is_made_smaller() -> None:
    """A picture larger than Bluesky takes fits afterwards, in bytes and pixels, and it is told that it shrank."""
    made = ready(photograph(4000, 3000, noise=True, quality=95), "photo.jpg")

    assert len(made.data) <= MOST_BYTES
    assert max(made.width, made.height) <= LONGEST_SIDE
    assert (opened(made.data).size, made.type, made.smaller) == ((made.width, made.height), "image/jpeg", True)
    assert abs(made.width / made.height - 4 / 3) < 0.01


def test_a_small_picture_keeps_its_size() -> None:
    """A picture that fits is not scaled."""
    made = ready(photograph(640, 480), "photo.jpg")

    assert ((made.width, made.height), made.smaller, made.flattened) == ((640, 480), False, False)


def test_the_cameras_data_is_removed_and_its_turn_applied() -> None:
    """Place, date and camera are gone; a picture taken upright stands upright without them."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Appareil de Maude"
    exif.get_ifd(0x8825)[1] = "N"
    source = photograph(800, 600, exif=exif.tobytes(), comment=b"chez Maude")

    made = ready(source, "photo.jpg")

    assert b"Maude" in source
    assert (made.width, made.height) == (600, 800)
    assert b"Maude" not in made.data
    assert not opened(made.data).getexif()
    assert "icc_profile" not in opened(made.data).info


def test_a_transparent_picture_stays_so_when_it_fits() -> None:
    """A logo stays transparent; one that is too heavy for that becomes white behind, and it is told."""
    logo = io.BytesIO()
    Image.new("RGBA", (300, 300), (200, 0, 0, 90)).save(logo, "PNG")
    heavy = io.BytesIO()
    noise = opened(photograph(1200, 1200, "PNG", noise=True)).convert("RGBA")
    noise.putalpha(90)
    noise.save(heavy, "PNG")

    kept, flattened = ready(logo.getvalue(), "logo.png"), ready(heavy.getvalue(), "bruit.png")

    assert (kept.type, opened(kept.data).mode, kept.flattened) == ("image/png", "RGBA", False)
    assert (flattened.type, flattened.flattened) == ("image/jpeg", True)
    assert len(flattened.data) <= MOST_BYTES


def test_colours_of_another_profile_are_converted() -> None:
    """A picture in another colour space is shown in the same colours without its profile."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = ready(photograph(200, 100, icc_profile=profile), "photo.jpg")
    broken = ready(photograph(200, 100, icc_profile=b"no profile"), "photo.jpg")

    assert (made.width, broken.width) == (200, 200)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_the_usual_formats(kind: str) -> None:
    """The formats that people have are taken, and come out as what Bluesky shows."""
    assert ready(photograph(300, 200, kind), f"photo.{kind.lower()}").type in ("image/jpeg", "image/png")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel(mode: str) -> None:
    """Black and white, grey, palette, print colours and 16 bits are all taken."""
    file = io.BytesIO()
    Image.new(mode, (50, 40)).save(file, "TIFF" if mode in ("CMYK", "I;16") else "PNG")

    assert ready(file.getvalue(), "x").width == 50


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it holds so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def animation() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "picture_none"),
        (b"Bonjour", "picture_none"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_none"),
        (b"%PDF-1.7", "picture_none"),
        (photograph()[:900], "picture_damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 2000, "picture_none"),
        (animation(), "picture_animated"),
        (bomb(50_000, 50_000), "picture_none"),
        (bomb(9_000, 9_000), "picture_too_many_pixels"),
        (bomb(100, 100), "picture_damaged"),
        (b"\xff\xd8" + b"\0" * 50_000_001, "picture_too_large"),
    ],
)
def test_what_is_no_picture_is_told(data: bytes, key: str) -> None:
    """What is no picture, is damaged, moves, or would fill the memory is refused by name, before it is unpacked."""
    with pytest.raises(BadInput) as refused:
        ready(data, "tasse.jpg")

    assert refused.value.key == f"networks.{key}"
    assert "tasse.jpg" in refused.value.text("fr")


@given(st.binary(max_size=400), st.integers(0, 3))
def test_damaged_files_never_break_us(noise: bytes, place: int) -> None:
    """Whatever a file holds, it is a picture or refused."""
    source = photograph(40, 30, ("JPEG", "PNG", "WEBP", "GIF")[place])
    middle = len(source) // 3
    try:
        made = ready(source[:middle] + noise + source[middle + len(noise) :], "x")
    except BadInput:
        return
    assert made.width
