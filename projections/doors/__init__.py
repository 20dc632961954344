"""Doors: employers to come back to, because of papers on file, a knock, a call, an invitation or a referral."""
