"""The shield: a process of its own, without rights, in which a file of others is read."""
