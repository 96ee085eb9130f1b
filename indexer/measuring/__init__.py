"""Measuring: finding, answering, calibration, and reports on questions and judgements."""
