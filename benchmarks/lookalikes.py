"""Glyphs of a printed Song face → pairs of characters that OCR mistakes for each other (data/gazetteer/lookalikes.tsv).

    python benchmarks/lookalikes.py FONT > data/gazetteer/lookalikes.tsv

FONT is Noto Serif CJK SC (SIL Open Font License; Debian's fonts-noto-cjk). Two characters are alike when the cosine of
their centred, slightly blurred 40 x 40 bitmaps is at least THRESHOLD. Needs Pillow, which Linpu does not.
"""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE, THRESHOLD, MOST = 40, 0.76, 8


def characters() -> str:
    """The 6,763 characters of GB 2312."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(row.decode("gb2312", "ignore") for row in rows)


def bitmaps(text: str, font: str) -> np.ndarray:
    """One row of SIZE² centred, unit-length grey values per character."""
    face = ImageFont.truetype(font, SIZE - 4, index=2)
    rows = []
    for char in text:
        image = Image.new("L", (SIZE, SIZE), 0)
        ImageDraw.Draw(image).text((2, -6), char, fill=255, font=face)
        row = np.asarray(image.filter(ImageFilter.GaussianBlur(1.0)), dtype=np.float32).ravel()
        row -= row.mean()
        rows.append(row / (np.linalg.norm(row) or 1.0))
    return np.stack(rows)


def main() -> None:
    text = characters()
    rows = bitmaps(text, sys.argv[1])
    print("# Characters and their look-alikes, most alike first: benchmarks/lookalikes.py with Noto Serif CJK SC.")
    for i, char in enumerate(text):
        alike = rows @ rows[i]
        best = [j for j in np.argsort(-alike)[: MOST + 1] if j != i and alike[j] >= THRESHOLD]
        if best:
            print(char, "".join(text[j] for j in best), sep="\t")


if __name__ == "__main__":
    main()
