"""Where people settle doubt: the queue, the screen for one table, and the decisions they leave."""
