"""Rows to a published release and back: schema, CSV and Parquet, data package, reading, validation."""
