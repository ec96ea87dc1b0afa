"""What people decided about single amounts: records that last, found again in the next reading of the document."""
