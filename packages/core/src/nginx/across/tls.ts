import type { ModelCheck } from '../fault.ts';
import { tlsListeners } from './tls-listeners.ts';
import { tlsServers } from './tls-servers.ts';
import { tlsUpstreams } from './tls-upstreams.ts';

/** What nginx and its TLS library refuse once the settings of all levels are merged. */
export const tlsConflicts: readonly ModelCheck[] = [tlsServers, tlsUpstreams, tlsListeners];
