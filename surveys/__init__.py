"""The rules of an anonymous survey: pure, knowing no storage, no platform and no framework."""
