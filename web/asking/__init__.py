"""What a request asks for: parameters read from an address, and addresses that ask."""
