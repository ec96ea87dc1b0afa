"""How the weights of the numeral network were made; not part of what is installed."""
