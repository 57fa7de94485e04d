#!/usr/bin/env python3
"""Makes the icon files from icon.svg. Needs rsvg-convert (Debian: librsvg2-bin).

The results are committed, so that a build needs neither this script nor its tools.
"""

import struct
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def png(size: int) -> bytes:
    return subprocess.run(
        ["rsvg-convert", "-w", str(size), "-h", str(size), HERE / "icon.svg"],
        check=True,
        capture_output=True,
    ).stdout


def ico(sizes: list[int]) -> bytes:
    """An .ico is a list of places followed by whole PNG files (Windows Vista and later)."""
    images = [png(size) for size in sizes]
    head = struct.pack("<HHH", 0, 1, len(images))
    place = len(head) + 16 * len(images)
    for size, image in zip(sizes, images):
        side = size % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(image), place)
        place += len(image)
    return head + b"".join(images)


(HERE / "32x32.png").write_bytes(png(32))
(HERE / "128x128.png").write_bytes(png(128))
(HERE / "icon.png").write_bytes(png(512))
(HERE / "icon.ico").write_bytes(ico([16, 32, 48, 256]))
