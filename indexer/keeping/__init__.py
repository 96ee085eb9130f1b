"""What is done with content as a whole: packed and unpacked, and taken out without a trace."""
