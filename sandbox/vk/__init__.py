"""The VK of the sandbox: a community, the people who write to it, and the API its program calls."""
