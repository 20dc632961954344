FROM python:3.13-slim AS build
RUN pip install --no-cache-dir 'uv>=0.13,<0.14'
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --locked --no-default-groups --extra research --extra traces --no-install-project
COPY domain domain
COPY projections projections
COPY service service
RUN uv sync --locked --no-default-groups --extra research --extra traces --no-editable

FROM python:3.13-slim
# The folders lend their owner to the volumes that are mounted there first (compose.yaml).
RUN useradd --system --no-create-home soundings \
  && install --directory --owner=soundings --mode=700 /keyring /ledger /exports
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
USER soundings
EXPOSE 8000
ENTRYPOINT ["soundings"]
CMD ["serve"]
