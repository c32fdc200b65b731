"""Neural networks: their layers, their modules, and what they are trained and watched on."""
