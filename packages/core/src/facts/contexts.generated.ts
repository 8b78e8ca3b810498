// Written by `npm run gen` from packages/core/data; do not edit.

/** Every context in which some directive may stand. */
export const CONTEXTS: readonly string[] = [
  'acme_issuer',
  'events',
  'http',
  'if in location',
  'if in server',
  'limit_except',
  'location',
  'mail',
  'mail.server',
  'main',
  'mgmt',
  'oidc_provider',
  'otel_exporter',
  'rtmp',
  'rtmp.application',
  'rtmp.recorder',
  'rtmp.server',
  'server',
  'stream',
  'stream.server',
  'stream.upstream',
  'upstream',
];
