"""The frozen values that flow between the stages; one module for each step of the way."""
