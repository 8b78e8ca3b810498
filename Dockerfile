# nginx-lint in a small image:
#
#   docker build -t nginx-lint .
#   docker run --rm -v "$PWD:/work:ro" nginx-lint
FROM node:20-alpine AS build
WORKDIR /src
COPY . .
RUN npm ci --no-fund --no-audit \
 && npm pack --workspace packages/cli --pack-destination /tmp

FROM node:20-alpine
COPY --from=build /tmp/nginx-lint-*.tgz /tmp/
RUN npm install --global --no-fund --no-audit /tmp/nginx-lint-*.tgz \
 && rm -rf /tmp/nginx-lint-*.tgz /root/.npm
USER node
WORKDIR /work
ENTRYPOINT ["nginx-lint"]
