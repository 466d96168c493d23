"""What the regulation decides: sources, working days, deadlines, duties around a task. Pure."""
