"""Papers and pitch: the versions of a pitch and the CVs, where they went, and what came back."""
