"""What templates show: words, drawings, marked text, static files and texts to take along."""
