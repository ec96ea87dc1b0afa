"""pdfminer with clip paths: text that the page draws where nothing can be seen is not printed."""

from __future__ import annotations

from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.utils import apply_matrix_pt

from pipeline.geometry import Box

HALF_A_DIGIT = 0.35
"""The middle of a digit above its baseline, as a share of the font size."""
HAIR = 0.5
EVERYWHERE = Box(-1e6, -1e6, 1e6, 1e6)


class ClipAwareDevice(PDFPageAggregator):
    """Leaves out characters whose centre lies outside the clip path in force."""

    clip = EVERYWHERE
    """The box of the clip path, in pdfminer's frame: y grows upwards."""

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.clip = EVERYWHERE
        super().begin_page(page, ctm)

    def render_char(self, matrix: Any, font: Any, fontsize: float, *rest: Any) -> float:
        advance = super().render_char(matrix, font, fontsize, *rest)
        # A font may declare wild heights: the centre is taken from the baseline, not from the box.
        centre = apply_matrix_pt(matrix, (advance / 2, fontsize * HALF_A_DIGIT))
        if not self.clip.holds(*centre, margin=HAIR):
            self.cur_item._objs.pop()
        return advance


class ClipAwareInterpreter(PDFPageInterpreter):
    """Follows the clip path through the graphics state; a curved one counts as the box round it."""

    device: ClipAwareDevice

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.clips = [self.device.clip]

    def do_q(self) -> None:
        super().do_q()
        self.clips.append(self.device.clip)

    def do_Q(self) -> None:
        super().do_Q()
        if len(self.clips) > 1:
            self.device.clip = self.clips.pop()

    def do_W(self) -> None:
        super().do_W()
        self._narrow()

    def do_W_a(self) -> None:
        super().do_W_a()
        self._narrow()

    def do_Do(self, xobjid_arg: Any) -> None:
        outside = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = outside

    def _narrow(self) -> None:
        points = [
            apply_matrix_pt(self.ctm, (float(step[i]), float(step[i + 1])))
            for step in self.curpath
            for i in range(1, len(step) - 1, 2)
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            now = self.device.clip
            self.device.clip = Box(
                max(now.x0, min(xs)), max(now.y0, min(ys)), min(now.x1, max(xs)), min(now.y1, max(ys))
            )
