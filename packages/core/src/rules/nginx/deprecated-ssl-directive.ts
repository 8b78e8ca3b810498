import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import { placementFault } from '../../nginx/placement.ts';
import type { FileEdit, Fix } from '../../text/report.ts';
import { point } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';

const DEPRECATED = '1.15.0';
const REMOVED = '1.25.1';
/** Ports on which TLS is spoken from the first byte. */
const TLS_PORTS: ReadonlySet<string> = new Set(['443', '8443', '465', '993', '995']);

export default defineRule(
  {
    id: 'deprecated-ssl-directive',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'safe',
    docs: {
      summary: 'The directive `ssl` switches TLS on',
      why: '`ssl on` makes the server speak TLS on every port, port 80 too. nginx has warned about it since nginx 1.15.0 and refuses it since nginx 1.25.1.',
      bad: 'listen 443;\nssl on;',
      good: 'listen 443 ssl;',
      context: 'http, server',
      silent: ['where `nginxVersion` is older than 1.15.0'],
      severities: ['`warning` where `nginxVersion` is between 1.15.0 and 1.25.0, which accept it'],
      remedy: 'Write `ssl` behind the address of each `listen` that speaks TLS, and remove the directive.',
      links: ['https://nginx.org/en/docs/http/configuring_https_servers.html', 'https://nginx.org/en/CHANGES'],
    },
    options: {},
    messages: {
      removed: (_: object) => `"ssl" was removed in nginx ${REMOVED}; write "ssl" behind the address of "listen"`,
      deprecated: (_: object) => `"ssl" is deprecated; write "ssl" behind the address of "listen"`,
    },
  },
  (ctx) => ({
    directives: {
      ssl(at) {
        const { facts } = ctx.model;
        if (!facts.atLeast(DEPRECATED)) return;
        const fix = fixOf(at, ctx.model);
        const extra = fix === null ? {} : { fixes: [fix] };
        if (placementFault(at, facts)?.kind === 'other-version') ctx.report(at, at.node.name, 'removed', {}, extra);
        else if (at.fact?.source === 'core')
          ctx.report(at, at.node.name, 'deprecated', {}, { ...extra, fatal: false, severity: 'warning' });
      },
    },
  }),
);

/** Null where several ports could be meant, and where servers would have to be changed that take the setting over. */
function fixOf(at: Occurrence, model: ConfigModel): Fix | null {
  const edits: FileEdit[] = [deleteStatement(model.source(at.file), at.node)];
  const title = 'Write "ssl" behind the address of "listen" instead';
  if (at.node.args[0]?.value.toLowerCase() === 'off') return { title: 'Remove "ssl off"', safe: true, edits };
  const server = at.parent;
  if (server === null || server.name !== 'server') return null;
  const listens = own(server, 'listen');
  const speaking = listens.length === 1 ? listens : listens.filter(isTlsPort);
  if (speaking.length === 0) return null;
  for (const { file, node } of speaking) {
    const [address, ...words] = node.args;
    if (address === undefined || words.some(({ value }) => value === 'ssl')) continue;
    edits.push({ file, span: point(address.end), text: ' ssl' });
  }
  return { title, safe: true, edits };
}

function isTlsPort({ node }: Occurrence): boolean {
  return TLS_PORTS.has(/(\d+)$/.exec(node.args[0]?.value ?? '')?.[1] ?? '');
}
