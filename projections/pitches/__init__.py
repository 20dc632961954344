"""Papers and pitch: which words open doors."""
