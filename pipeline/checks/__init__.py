"""Accounting identities: which amounts a document prints more than once, and whether they agree."""
