"""What was read from a file as a draft of a source: written, looked over, decided on, tried and published."""
