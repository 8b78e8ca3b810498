import type { Occurrence } from '../tree/tree.ts';
import { isInside } from './blocks.ts';
import { speakingServers } from './tls-settings.ts';
import type { ConfigModel } from './types.ts';

/** Folders in which the certificates of Let's Encrypt lie. */
const FOLDERS = /\/(?:letsencrypt|lets-encrypt|certbot)\//i;

export interface StaplingServer {
  readonly server: Occurrence;
  /** Are its certificates of Let's Encrypt, which answers no OCSP since August 2025? */
  readonly ended: boolean;
}

/** The TLS servers that staple because of an `ssl_stapling on`. */
export function staplingServers(model: ConfigModel, at: Occurrence): readonly StaplingServer[] {
  const { parent } = at;
  if (at.node.args[0]?.value.toLowerCase() !== 'on' || parent === null) return [];
  const servers = [...speakingServers(model)].filter((server) => isInside(server, parent));
  const stapling = servers.filter((server) => model.effective(server, 'ssl_stapling').values.includes(at));
  return stapling.map((server) => {
    const certificates = model.effective(server, 'ssl_certificate').values;
    const ended = certificates.length > 0 && certificates.every(({ node }) => FOLDERS.test(node.args[0]?.value ?? ''));
    return { server, ended };
  });
}
