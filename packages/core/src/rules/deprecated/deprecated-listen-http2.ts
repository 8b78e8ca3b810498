import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { parseAddress, socketKey } from '../../model/addresses.ts';
import { own } from '../../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { FileEdit, Fix } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';

const SINCE = '1.25.1';

export default defineRule(
  {
    id: 'deprecated-listen-http2',
    group: 'deprecated',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A parameter of `listen` switches HTTP/2 on',
      why: 'The parameter `http2` holds for every server on the address and port. Since nginx 1.25.1 it is deprecated: nginx warns about it and has the directive `http2`, which each server sets for itself.',
      bad: 'server { listen 443 ssl http2; ssl_certificate /etc/nginx/tls/site.pem; ssl_certificate_key /etc/nginx/tls/site.key; }',
      good: '# nginx version: 1.25.1\nserver { listen 443 ssl; http2 on; ssl_certificate /etc/nginx/tls/site.pem; ssl_certificate_key /etc/nginx/tls/site.key; }',
      context: 'http',
      silent: ['where `nginxVersion` is older than 1.25.1, which does not know the directive'],
      remedy: 'Remove the parameter and write `http2 on;` in every server on that address and port.',
      links: ['https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2', 'https://nginx.org/en/CHANGES'],
    },
    options: {},
    messages: {
      word: (_: object) =>
        `the "http2" of "listen" is deprecated since nginx ${SINCE}; write "http2 on;" in the server`,
    },
  },
  (ctx) => ({
    config(model) {
      if (!model.facts.atLeast(SINCE)) return;
      let sockets: ReadonlyMap<string, readonly Listen[]> | null = null;
      // By socket: hundreds of servers may share one, each of which is mended together with all others.
      const fixes = new Map<string | null, Fix | null>();
      for (const server of model.servers) {
        for (const { at } of server.listens) {
          const word = http2Word(at);
          if (word === undefined) continue;
          sockets ??= bySocket(model);
          const socket = socketOf(at);
          let fix = fixes.get(socket);
          if (fix === undefined) {
            fix = fixOf(socket, sockets, model);
            fixes.set(socket, fix);
          }
          ctx.report(at, word, 'word', {}, fix === null ? {} : { fixes: [fix] });
        }
      }
    },
  }),
);

interface Listen {
  readonly at: Occurrence;
  readonly server: ServerModel;
}

function http2Word({ node: { args } }: Occurrence): Word | undefined {
  for (let index = 1; index < args.length; index++) if (args[index]?.value === 'http2') return args[index];
  return undefined;
}

function socketOf({ node }: Occurrence): string | null {
  const [address] = node.args;
  const parsed = address === undefined ? null : parseAddress(address.value, { listen: true, defaultPort: 80 });
  return parsed === null ? null : socketKey(parsed);
}

function bySocket(model: ConfigModel): Map<string, Listen[]> {
  const sockets = new Map<string, Listen[]>();
  for (const server of model.servers)
    for (const at of own(server.at, 'listen')) {
      const socket = socketOf(at);
      if (socket === null) continue;
      const listens = sockets.get(socket) ?? [];
      listens.push({ at, server });
      sockets.set(socket, listens);
    }
  return sockets;
}

/**
 * Takes the word from every `listen` that a server with it has, and switches HTTP/2 on in every server that the word
 * held for. Null where one of them switches it off, or where the rest of a fragment is not seen.
 */
function fixOf(found: string | null, sockets: ReadonlyMap<string, readonly Listen[]>, model: ConfigModel): Fix | null {
  if (found === null || !model.certain) return null;
  const pending = [found];
  const seen = new Set(pending);
  const servers = new Set<ServerModel>();
  const edits = new Map<string, FileEdit>();
  for (let socket = pending.pop(); socket !== undefined; socket = pending.pop()) {
    for (const listen of sockets.get(socket) ?? []) {
      servers.add(listen.server);
      for (const other of own(listen.server.at, 'listen')) {
        const word = http2Word(other);
        const next = socketOf(other);
        if (word === undefined || next === null) continue;
        edits.set(`${other.file} ${word.start}`, removal(other, word));
        if (!seen.has(next)) pending.push(next);
        seen.add(next);
      }
    }
  }
  for (const server of servers) {
    const [setting] = model.effective(server.at, 'http2').values;
    const value = setting?.node.args[0]?.value.toLowerCase();
    if (value === 'on') continue;
    const last = own(server.at, 'listen').at(-1);
    if (value !== undefined || last === undefined) return null;
    const edit = insertAfter(model.source(last.file), last.node, ['http2 on;']);
    edits.set(`${edit.file} ${edit.span.start}`, edit);
  }
  return { title: 'Write "http2 on;" in the servers instead', safe: true, edits: [...edits.values()] };
}

function removal({ file, node }: Occurrence, word: Word): FileEdit {
  const before = node.args[node.args.indexOf(word) - 1] ?? node.name;
  return { file, span: { start: before.end, end: word.end }, text: '' };
}
