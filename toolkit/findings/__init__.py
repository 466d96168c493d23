"""Every finding code with its Chinese message: what, where, what to do.

Each function makes one :class:`~toolkit.model.Finding` with a code of its own; nobody else makes
any. A module holds the codes of one subject: 1xxx what was read, 2xxx the paper, 3xxx the rules and
what people write. ``tests/corpus/findings.toml`` holds every message as it is shown.
"""

from toolkit.findings.base import DAY_IMPOSSIBLE as DAY_IMPOSSIBLE
from toolkit.findings.base import LEAD as LEAD
from toolkit.findings.base import of_some as of_some
from toolkit.findings.base import still_open as still_open
from toolkit.findings.base import without_place as without_place
from toolkit.findings.heads import *  # noqa: F403
from toolkit.findings.papers import *  # noqa: F403
from toolkit.findings.plans import *  # noqa: F403
from toolkit.findings.reading import *  # noqa: F403
from toolkit.findings.replies import *  # noqa: F403
from toolkit.findings.reports import *  # noqa: F403
from toolkit.findings.rules import *  # noqa: F403
from toolkit.findings.tasks import *  # noqa: F403
