"""A copy of a photo says nothing of where it was taken, and shows the same picture."""

import io
import struct

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from intake.bare import NoBareCopy, bare_copy

SECRETS = (b"BALIKPAPAN-RUMAH", b"EKOR-RAHASIA")


def picture(kind: str, **options) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = SECRETS[0].decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (1.0, 16.0, 12.0), "E", (116.0, 49.0, 1.0)
    if kind == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Comment", SECRETS[0].decode())
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", SECRETS[0].decode())
    else:
        options["xmp"] = SECRETS[0]
    if kind == "JPEG":
        options["comment"] = SECRETS[0]
    image = Image.effect_noise((90, 60), 80).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **options)
    return out.getvalue()


KINDS = [
    ("image/jpeg", "JPEG", {}),
    ("image/jpeg", "JPEG", {"progressive": True}),
    ("image/jpeg", "JPEG", {"restart_marker_blocks": 2}),
    ("image/png", "PNG", {}),
    ("image/webp", "WEBP", {}),
    ("image/webp", "WEBP", {"lossless": True}),
]


@pytest.mark.parametrize(("media_type", "kind", "options"), KINDS)
def test_the_picture_stays_and_what_is_written_beside_it_goes(media_type, kind, options):
    data = picture(kind, **options) + (SECRETS[1] if kind != "WEBP" else b"")
    copy = bare_copy(data, media_type)
    assert SECRETS[0] in data
    assert not [secret for secret in SECRETS if secret in copy]
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(copy))
    assert before.getexif().get_ifd(0x8825)
    assert not after.getexif().get_ifd(0x8825)
    assert set(after.getexif()) <= {0x0112}
    assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    if kind == "JPEG":
        assert after.getexif()[0x0112] == 6, "held as it was"
    assert bare_copy(copy, media_type) == copy


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("application/pdf", b"%PDF-1.7"),
        ("image/heic", b"\0\0\0\x18ftypheic"),
        ("image/jpeg", b"\xff\xd8\xff\xe1\xff\xff"),
        ("image/jpeg", b"\xff\xd8" + b"\xff" * 50),
        ("image/jpeg", b"\xff\xd8\xff\xda\0\2abc"),
        ("image/jpeg", b""),
        ("image/png", b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 2**31, b"IDAT")),
        ("image/webp", b"RIFF" + struct.pack("<I", 2**31) + b"WEBP"),
    ],
)
def test_what_cannot_be_copied_safely_is_not_copied(media_type, data):
    with pytest.raises(NoBareCopy):
        bare_copy(data, media_type)


@pytest.mark.parametrize(("media_type", "kind", "options"), KINDS)
def test_a_picture_cut_off_anywhere_never_lets_the_place_through(media_type, kind, options):
    data = picture(kind, **options)
    for length in range(0, len(data), 97):
        try:
            assert SECRETS[0] not in bare_copy(data[:length], media_type)
        except NoBareCopy:
            continue
