"""People: names and posts, who is introduced where, whom a wording means."""
