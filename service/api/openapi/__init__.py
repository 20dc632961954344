"""The OpenAPI 3.1 description: Litestar derives the operations from the handlers, msgspec the schemas from the Structs."""
