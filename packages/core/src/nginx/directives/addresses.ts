import type { DirectiveCheck } from '../fault.ts';
import { listen } from './listen.ts';
import { accessRule, bind, realIpFrom, resolver } from './networks.ts';
import { authHttp, pass, streamPass } from './pass.ts';
import { proxyCookie, proxyRedirect, storeAndCache } from './proxy-rewrites.ts';
import { upstreamServer } from './upstream-server.ts';
import { groupZone, limit, zoneDefinition } from './zones.ts';

/** Checks of directives that take addresses, and of what is built on them. */
export const addressChecks: readonly DirectiveCheck[] = [
  listen,
  upstreamServer,
  pass,
  streamPass,
  authHttp,
  accessRule,
  bind,
  realIpFrom,
  resolver,
  zoneDefinition,
  limit,
  groupZone,
  proxyRedirect,
  proxyCookie,
  storeAndCache,
];
