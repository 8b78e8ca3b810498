import { serveParent } from './node.ts';

/** Set when the bundle is made. */
declare const NGINX_LINT_VERSION: string;

// A child process serves the one that started it, by the way that its arguments name.
serveParent(NGINX_LINT_VERSION);
