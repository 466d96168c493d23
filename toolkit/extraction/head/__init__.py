"""Head and foot of a document: kind, title, organ, numbers, the day that counts."""
