"""Authorization: decides who may see and do what, and records who read a journey."""
