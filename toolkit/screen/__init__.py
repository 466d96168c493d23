"""What a person sees in the terminal: lines and tables of text, no decisions."""
