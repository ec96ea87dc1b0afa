"""Documents typeset from facts: ground truth for the tests and examples for the demo."""
