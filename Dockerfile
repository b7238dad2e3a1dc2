FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node_modules/.bin/node node_modules/vite/bin/vite.js build --config src/web/vite.config.ts && touch node_modules/.sotiem-installed

FROM node:20-bookworm-slim
RUN useradd --system --create-home --home-dir /var/lib/sotiem sotiem
WORKDIR /app
COPY --from=build /app /app
USER sotiem
ENV SOTIEM_DATA=/var/lib/sotiem/data PORT=8080
VOLUME /var/lib/sotiem
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch(`http://localhost:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bin/sotiem.mjs", "serve"]
