# The image of Gatehouse: `docker build --tag gatehouse .`; see docs/DEPLOYMENT_GUIDE.md.
#
# Both bases can be replaced (`--build-arg NODE_IMAGE=…`), by a digest of your registry or by one that has no shell:
# RUNTIME_IMAGE needs /usr/local/bin/node, and nothing else of it is used.
ARG NODE_IMAGE=node:26-slim
ARG RUNTIME_IMAGE=${NODE_IMAGE}

FROM ${NODE_IMAGE} AS build
ARG PNPM_VERSION=12.21.0
RUN npm install --global pnpm@${PNPM_VERSION}
ENV CI=true pnpm_config_store_dir=/pnpm
WORKDIR /build
# Packages first: a change of the sources alone does not install them again.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY server/package.json server/
COPY sdk/package.json sdk/
COPY web/package.json web/
RUN --mount=type=cache,id=gatehouse-pnpm,target=/pnpm \
    pnpm install --frozen-lockfile --package-import-method copy \
      --filter gatehouse-workspace --filter @gatehouse/server --filter @gatehouse/web...
COPY . .
ARG GIT_COMMIT=unknown
RUN GIT_COMMIT=${GIT_COMMIT} node scripts/tasks.ts build

# What runs needs none of what builds. Of the bundle only the packages that stay outside of it, as the lockfile has them.
FROM build AS packages
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY server/package.json server/
RUN --mount=type=cache,id=gatehouse-pnpm,target=/pnpm \
    pnpm install --prod --frozen-lockfile --package-import-method copy --filter @gatehouse/server \
    # A peer of packages that use no more of it than its types.
    && rm -rf node_modules/.pnpm/typescript@* node_modules/.pnpm/@typescript*
RUN mkdir /data && chown 10001:10001 /data && chmod 700 /data

FROM ${RUNTIME_IMAGE}
COPY --from=packages /app /app
COPY --from=build /build/server/dist /app/server/dist
COPY --from=build /build/web/dist /app/web/dist
COPY server/assets /app/server/assets
COPY LICENSE /app/
COPY docker/gatehouse /usr/local/bin/gatehouse
# A volume that is mounted here for the first time takes this owner over.
COPY --from=packages --chown=10001:10001 /data /data
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
WORKDIR /app
USER 10001:10001
EXPOSE 8000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["/usr/local/bin/node", "/app/server/dist/cli.js", "healthcheck"]
ARG GIT_COMMIT=unknown
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Gatehouse" \
      org.opencontainers.image.description="Self-hosted account and identity platform" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${GIT_COMMIT}"
ENTRYPOINT ["/usr/local/bin/node", "--enable-source-maps"]
CMD ["/app/server/dist/main.js"]
