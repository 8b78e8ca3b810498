import type { Occurrence } from '../tree/tree.ts';
import { isInside } from './blocks.ts';
import { tlsServers } from './tls.ts';
import type { ConfigModel } from './types.ts';

/** Folders in which the certificates of Let's Encrypt lie. */
const FOLDERS = /\/(?:letsencrypt|lets-encrypt|certbot)\//i;

export interface StaplingServer {
  readonly server: Occurrence;
  /** Are its certificates of Let's Encrypt, which answers no OCSP since August 2025? */
  readonly ended: boolean;
}

const known = new WeakMap<ConfigModel, ReadonlySet<Occurrence>>();

/** The TLS servers that staple because of an `ssl_stapling on`. */
export function staplingServers(model: ConfigModel, at: Occurrence): readonly StaplingServer[] {
  const { parent } = at;
  if (at.node.args[0]?.value.toLowerCase() !== 'on' || parent === null) return [];
  let speaking = known.get(model);
  if (speaking === undefined) {
    speaking = tlsServers(model);
    known.set(model, speaking);
  }
  const servers = [...speaking].filter((server) => isInside(server, parent));
  const stapling = servers.filter((server) => model.effective(server, 'ssl_stapling').values.includes(at));
  return stapling.map((server) => {
    const certificates = model.effective(server, 'ssl_certificate').values;
    const ended = certificates.length > 0 && certificates.every(({ node }) => FOLDERS.test(node.args[0]?.value ?? ''));
    return { server, ended };
  });
}
