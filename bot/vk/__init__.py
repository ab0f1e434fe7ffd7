"""VK: a community's messages as a platform of the product."""
