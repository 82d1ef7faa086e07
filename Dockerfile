# One image for each command: `docker build --target api` and `--target worker`. Debian, not Alpine: Temporal's native
# core is built for glibc.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM dependencies AS build
COPY . .
RUN npm run build

FROM dependencies AS production-dependencies
RUN npm prune --omit=dev

FROM node:24-bookworm-slim AS product
ENV NODE_ENV=production \
    API_HOST=0.0.0.0 \
    CONTACT_BOOK_FOLDER=/var/lib/beistand/contact-book \
    WORKFLOW_BUNDLE=/app/dist/worker/workflow-bundle.js
WORKDIR /app
# A volume that is mounted on one of these belongs to the same user.
RUN install --directory --owner=node --group=node /var/lib/beistand/contact-book /var/lib/beistand/fallback-documents
COPY --from=production-dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
USER node

FROM product AS api
EXPOSE 3000
# Whether the process answers. /readyz asks the services behind it too; it is for alerts, since calls go out without them.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.API_PORT || 3000) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/api/main.js"]

FROM product AS worker
ENV WORKER_METRICS_PORT=9464
# Its metrics answer as long as the process lives; whether it polls is seen from outside, by /readyz of the API.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.WORKER_METRICS_PORT + '/metrics').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/worker/main.js"]

# For trying it out without Twilio.
FROM build AS phone-simulator
USER node
EXPOSE 4010
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4010/').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "docker/phone-simulator.mjs"]
