"""What the numeral network knows: its symbols and the shape of its pictures. Its weights lie in numerals.onnx."""

from __future__ import annotations

FOREIGN = "□"
"""Stands for one or more characters that belong to no number; a line with any is not for this network."""
ALPHABET = "0123456789.,-%()/"
SYMBOLS = ("", *ALPHABET, " ", FOREIGN)
"""By output position; 0 is the CTC blank."""
HEIGHT, STEP = 32, 4
"""Pixels: how high its pictures are, and how wide the part of them that a time step of its output stands for."""
