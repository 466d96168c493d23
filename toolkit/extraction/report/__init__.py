"""Work reports: where the plan begins, its clauses, figures and chapters."""
