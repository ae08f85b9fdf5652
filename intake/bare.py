"""A copy of a picture without what a phone writes beside it: where and when it was taken, by which device, and by whom.

The picture itself is copied bit by bit: nothing is decoded and nothing is encoded again. Only what is needed to show
it is taken along, and the way it is held; all else is left out, known or not, and so is what follows its end.
"""

import struct
from collections.abc import Callable, Iterator

_ORIENTATION = 0x0112
_PNG_SHOWN = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs",
}  # fmt: skip
_WEBP_SHOWN = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


class NoBareCopy(Exception):
    """There is none: of another kind of file, or the picture is not put together as its kind should be."""


def bare_copy(data: bytes, media_type: str) -> bytes:
    """`data` without its metadata. Raises NoBareCopy."""
    copy = _COPIES.get(media_type)
    if copy is None:
        raise NoBareCopy(media_type)
    try:
        return copy(data)
    except (IndexError, struct.error, ValueError) as error:
        raise NoBareCopy(media_type) from error


def _jpeg(data: bytes) -> bytes:
    if data[:2] != b"\xff\xd8":
        raise ValueError("no start")
    parts, orientation = [], 1
    for marker, part in _jpeg_parts(data):
        if marker == 0xE1 and part[4:10] == b"Exif\0\0":
            orientation = _orientation(part[10:])
        elif _jpeg_shows(marker, part):
            parts.append(part)
    held = _exif_of(orientation) if orientation != 1 else b""
    first = 1 if parts and parts[0][1] == 0xE0 else 0  # JFIF wants to be the first
    return b"\xff\xd8" + b"".join(parts[:first]) + held + b"".join(parts[first:])


def _jpeg_shows(marker: int, part: bytes) -> bool:
    """JFIF without a thumbnail of its own, a colour profile, Adobe's word on colours; no other APPn and no comment."""
    if marker == 0xE0:
        return part[4:9] == b"JFIF\0" and part[16:18] == b"\0\0"
    if marker == 0xE2:
        return part[4:16] == b"ICC_PROFILE\0"
    if marker == 0xEE:
        return part[4:9] == b"Adobe"
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes) one after the other, until the end of the picture; a scan goes with its header."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == 0xD9:
            yield marker, data[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xDA:
            end = _end_of_scan(data, end)
        if end > len(data):
            raise ValueError("cut off")
        yield marker, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.index(b"\xff", at)
        following = data[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _orientation(tiff: bytes) -> int:
    """How the picture is held, 1 to 8; 1 where that cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind = struct.unpack_from(f"{order}HH", tiff, entry)
            if tag == _ORIENTATION and kind == 3:
                (value,) = struct.unpack_from(f"{order}H", tiff, entry + 8)
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _exif_of(orientation: int) -> bytes:
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 8 + len(tiff)) + b"Exif\0\0" + tiff


def _png(data: bytes) -> bytes:
    parts, at = [data[:8]], 8
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("cut off")
        if name in _PNG_SHOWN:
            parts.append(data[at:end])
        if name == b"IEND":
            return b"".join(parts)
        at = end


def _webp(data: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", data, 4)
    parts, at, last = [], 12, 8 + size
    if last > len(data):
        raise ValueError("cut off")
    while at < last:
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        part = data[at:end]
        if name == b"VP8X":  # neither Exif (bit 3) nor XMP (bit 2) is there any more
            part = part[:8] + bytes([part[8] & ~0x0C]) + part[9:]
        if name in _WEBP_SHOWN:
            parts.append(part)
        at = end
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_COPIES: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
}
BARE_KINDS = frozenset(_COPIES)
"""Of these there can be a bare copy. Of the others (HEIC, PDF, office files) a screenshot is made by hand."""
