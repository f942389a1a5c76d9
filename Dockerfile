# Two stages: the first compiles, the second holds what runs and nothing else.
FROM node:24-trixie-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /jeton
COPY package.json package-lock.json .npmrc ./
COPY src/setup.mjs src/setup.mjs
COPY src/setup src/setup
# not `npm ci`: what is compiled for Node 24 needs a header (docs/decisions/node.md)
RUN node src/setup.mjs packages
COPY tsconfig.json ./
COPY src src
RUN npm run build
# of the design system only what dist/static holds is served: 137 MB less
RUN npm prune --omit=dev && rm -r node_modules/@gouvfr/dsfr

FROM node:24-trixie-slim
# lp and lpstat, for letters and labels on the site's CUPS queues
RUN apt-get update \
 && apt-get install -y --no-install-recommends cups-client \
 && rm -rf /var/lib/apt/lists/*
# letters hold PINs: their folder stands beside the data, as its default does, and not in them
RUN install -d -o node -g node -m 0700 /data /data-prints
WORKDIR /jeton
COPY package.json ./
COPY db db
COPY certs certs
COPY --from=build /jeton/node_modules node_modules
COPY --from=build /jeton/dist dist

# The root file system may be read-only: only /data and /data-prints are written, and /tmp by programs that need it. JETON_TLS_CERT,
# JETON_TLS_KEY and JETON_KEK_FILE name files mounted from outside, as is the token vendor's PKCS#11 module.
ENV NODE_ENV=production JETON_DATA=/data JETON_HOST=0.0.0.0 JETON_PORT=8080 JETON_PKI_HOST=0.0.0.0 JETON_PKI_PORT=8081
USER node
VOLUME /data /data-prints
EXPOSE 8080 8081
# It asks its own service over loopback and tells nothing, so the certificate, made for the site's name, is not checked.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["node", "-e", "const { JETON_TLS_CERT: file, JETON_TLS_NAMES: names, JETON_PORT: port } = process.env; const tls = file ?? names; require(tls ? 'https' : 'http').get({ host: '127.0.0.1', port, path: '/healthz', rejectUnauthorized: false }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# V8's semi-spaces have 32 MiB, and it takes no page for what lasts: pages wait less for its collector (docs/performance.md)
ENTRYPOINT ["node", "--disable-sigusr1", "--max-semi-space-size=32", "--no-allocation-site-pretenuring", "dist/main.js"]
CMD ["serve"]
