"""The same conversations over every channel, played through the real clients over HTTP."""
