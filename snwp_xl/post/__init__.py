"""The post: who gets which letter, drafts that a mail program opens, sending through a relay, the log, the round at a glance."""

from snwp_xl.post.desk import Desk, Results
from snwp_xl.post.drafts import Draft, Outcome, compose
from snwp_xl.post.kinds import MailKind

__all__ = ["Desk", "Draft", "MailKind", "Outcome", "Results", "compose"]
