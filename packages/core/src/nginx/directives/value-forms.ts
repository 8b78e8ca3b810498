import type { DirectiveCheck } from '../fault.ts';
import { accessLog } from './access-log.ts';
import { modernBrowser } from './browsers.ts';
import { cacheValid } from './cache-valid.ts';
import { errorLog } from './error-log.ts';
import { openFileCaches } from './file-caches.ts';
import { imageFilter, imageQuality } from './images.ts';
import { obsoleteHttp2 } from './obsolete-http2.ts';
import { sticky } from './sticky.ts';
import { disableSymlinks } from './symlinks.ts';
import { expires, useridExpires } from './times.ts';
import { upstreamKeepalive } from './upstream-keepalive.ts';
import { aio, degradation, mailProtocol, useridMark } from './words.ts';

/** Checks of directives that read their words in a way of their own, each by itself. */
export const valueForms: readonly DirectiveCheck[] = [
  accessLog,
  aio,
  cacheValid,
  degradation,
  disableSymlinks,
  errorLog,
  expires,
  imageFilter,
  imageQuality,
  mailProtocol,
  modernBrowser,
  obsoleteHttp2,
  openFileCaches,
  sticky,
  upstreamKeepalive,
  useridExpires,
  useridMark,
];
