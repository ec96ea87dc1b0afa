"""A release as pages for people: static HTML with the picture of the page behind each amount."""
