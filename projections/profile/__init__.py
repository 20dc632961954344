"""The search profile at any date: roles, criteria, strengths, gaps, focus and scope. Only evidence moves it."""
