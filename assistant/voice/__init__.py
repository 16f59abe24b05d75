"""The brand's voice: its profile file, its rules, its people and what is measured from its own posts."""
