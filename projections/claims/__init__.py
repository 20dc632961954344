"""Claims about each role: how many independent sources agree, and how many contradict."""
