"""The shapes in which results and answers are told: to pages, the JSON API and the command line alike."""
