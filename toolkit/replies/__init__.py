"""What a unit sends back (反馈表, 回执, a letter), read into plain records: pure, no ledger."""

from toolkit.replies.reading import read_reply
from toolkit.replies.records import Answer, ItemReply, Reply, ReplyKind, ReplyWords

__all__ = ["Answer", "ItemReply", "Reply", "ReplyKind", "ReplyWords", "read_reply"]
