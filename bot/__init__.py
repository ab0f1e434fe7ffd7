"""The running program: settings, channels, worker, delivery, web, command line."""
