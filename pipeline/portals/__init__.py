"""A release in the forms data portals take: one module a target, all written from the schema, into ``OUT/portal/``."""
