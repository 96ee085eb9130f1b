"""The werkbank: where an editor adds to the kennisbank and mends it, in a browser, on his own machine or behind a sign-on."""
