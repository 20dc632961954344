"""What a browser says of a request that a page of ours makes."""

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
