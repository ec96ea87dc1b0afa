"""An image of a table in, its grid with readings out; stands alone and imports nothing from ``pipeline``."""
