# The server as an image. Everything that is written lies in /data and /backups; the rest may be read-only.
#   docker build -t hai-long .
# docs/deploy/compose.yaml runs it behind Caddy; docs/operating.md says how to look after it.

FROM node:24-bookworm-slim AS packages
# better-sqlite3 is compiled where no binary fits.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM packages AS build
RUN npm install --no-save --no-audit --no-fund
COPY index.html vite.config.ts tsconfig.json ./
COPY public ./public
COPY src ./src
RUN node src/run.mjs build

FROM packages AS production
RUN npm install --no-save --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data BACKUP_DIR=/backups
# What SQLite puts aside while it sorts may hold answers: it stays with the data.
ENV SQLITE_TMPDIR=/data
WORKDIR /app
COPY --from=production /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
# A first start, which keeps what it has compiled: nothing here can be written later.
RUN DATA_DIR=/tmp/first PORT=0 timeout 10 node dist/server/main.js >/dev/null || test -s dist/server/program.cjs.compiled && rm -r /tmp/first
RUN mkdir -p /data /backups && chown node:node /data /backups && chmod 700 /data /backups
VOLUME ["/data", "/backups"]
USER node
EXPOSE 8080
# The stop waits up to ten seconds for requests under way: give it more before it is killed (docker stop -t 30).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server/main.js"]
