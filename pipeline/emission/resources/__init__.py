"""The resources of a release, one file for each group; ``pipeline.emission.schema`` puts them in order.

- ``blocks``: columns that several resources share (identifiers, amount, provenance)
- ``sources``: documents, tables, table_columns, cells
- ``facts``: budget_lines. Here belong, once they are read: projects, procurement, three_public and entity_facts,
  after budget_lines; performance_goals and performance_indicators in a file of their own.
  ``budget_lines.project_id`` is reserved and null until ``projects`` is there, and then gets its foreign key.
- ``statements``: statements
- ``publishers``: units, localities
- ``code_lists``: cl_functional, cl_economic_dept, cl_economic_gov, cl_measure, cl_table_kind, cl_flag
- ``audit``: repairs, checks, triage
"""
