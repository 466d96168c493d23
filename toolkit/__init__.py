"""From a government's decisions to tracked work: read → find tasks → apply rules → number → render.

The functions of the command line are functions here too; see :mod:`toolkit.pipeline`.
"""

__version__ = "0.1.0"
