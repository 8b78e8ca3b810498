import type { DirectiveCheck } from '../fault.ts';

/** Directives of HTTP/2 that nginx passes over, with a warning: ngx_http_v2_obsolete() */
export const obsoleteHttp2: DirectiveCheck = {
  names: [
    ...['http2_idle_timeout', 'http2_max_field_size', 'http2_max_header_size', 'http2_max_requests'],
    ...['http2_recv_timeout', 'http2_max_concurrent_pushes', 'http2_push', 'http2_push_preload'],
  ],
  *check(at, { facts }) {
    const deprecated = at.fact?.deprecated;
    if (deprecated === undefined || !facts.atLeast(deprecated.since)) return;
    const name = at.name;
    const { since, replacedBy } = deprecated;
    // nginx itself names no successor of what it no longer does.
    const replaced = replacedBy !== undefined && since !== '1.25.1';
    const remedy = replacedBy === undefined ? 'remove it' : `use "${replacedBy}" if the value is meant`;
    yield {
      rule: 'obsolete-http2-directives',
      at,
      span: at.node.name,
      message: `"${name}" has no effect since nginx ${since}; ${remedy}`,
      nginx: `the "${name}" directive is obsolete, ${replaced ? `use the "${replacedBy}" directive instead` : 'ignored'}`,
      deletion: { title: `Remove "${name}"`, safe: true },
      warning: true,
      severity: 'info',
    };
  },
};
