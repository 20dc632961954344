"""Everything about HTTP that the API and the pages share: middleware, the request's context, cookies, dependencies."""
