"""The verbs of the command line, one module for each family; :mod:`toolkit.cli` joins them."""
