"""Pages that have to be read from their pixels: which, and what ocr_fallback makes of them."""
