"""Pages drawn beside what is read from them, to be looked at."""
