# The product in one image: `perennial serve` by default, and each other process type by its command.
# Everything is installed from the lock files, by hash.

FROM node:24-slim AS client
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY schema.graphql /src/
COPY frontend/ ./
RUN npm run build

FROM python:3.12-slim AS server
ENV PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /opt/perennial
COPY requirements-build.lock requirements.lock ./
RUN /opt/perennial/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock \
    && VIRTUAL_ENV=/opt/perennial /opt/perennial/bin/uv pip install --no-cache --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY backend/ backend/
RUN VIRTUAL_ENV=/opt/perennial /opt/perennial/bin/uv pip install --no-cache --no-deps --no-build-isolation . \
    && /opt/perennial/bin/pip uninstall --yes --quiet uv \
    && /opt/perennial/bin/python -m compileall -q /opt/perennial/lib

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home perennial
COPY --from=server /opt/perennial /opt/perennial
COPY --from=client /src/frontend/dist /srv/client
ENV PATH=/opt/perennial/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data CLIENT_DIR=/srv/client LOG_FORMAT=json
# Only /data is written to, and only on SQLite or by the Sandbox: the rest may be mounted read-only.
WORKDIR /data
USER perennial
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["perennial", "serve"]
