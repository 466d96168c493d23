"""Leaders' instructions: registers, slips, speeches, chats, and what is joined of them."""
