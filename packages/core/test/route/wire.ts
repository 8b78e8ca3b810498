import { exchangeRaw } from '../../../../test/support/routing/raw-exchange.ts';
import { withNginx } from '../../../../test/support/running-nginx.ts';
import { LINE_CASES, type LineCase, NAME_CASES, type NameCase } from './wire-cases.ts';

/** What nginx said: its status, and where that is 200 what it knew. */
export type LineAnswer =
  | number
  | readonly [server: number, host: string, uri: string, args: string, requestUri: string];

/** The number of the server, and `$1` where an expression has set it. */
export type NameAnswer = string;

export interface WireRecords {
  readonly lines: readonly LineAnswer[];
  readonly names: readonly (readonly NameAnswer[])[];
  readonly escapes: Escapes;
}

/** What became of each byte from 1 to 255. */
export interface Escapes {
  /** Of a URI that is passed on. */
  readonly uri: readonly string[];
  /** Of `$1` as an argument. */
  readonly args: readonly string[];
  /** Of `$1` in a redirect, which is escaped like an argument and then decoded as a redirect. */
  readonly redirect: readonly string[];
  readonly refresh: readonly string[];
}

export const BYTES: readonly string[] = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1));

/** The texts of nginx.conf, for an address of loopback. */
export function lineConfig(port: number): string {
  const told = (server: number): string => `return 200 "${server}\\n$host\\n$uri\\n$args\\n$request_uri\\n";`;
  return `server { listen 127.0.0.1:${port} default_server; server_name first; ${told(1)} }
    server { listen 127.0.0.1:${port}; server_name second.test; ${told(2)} }
    server { listen 127.0.0.2:${port}; merge_slashes off; ${told(3)} }`;
}

export function nameConfig({ servers }: NameCase, address: string): string {
  return servers
    .map((names, index) => {
      const byDefault = index === 1 ? ' default_server' : '';
      return `server { listen ${address}${byDefault}; ${names} return 200 "${index} $1"; }`;
    })
    .join('\n');
}

function escapeConfig(port: number): string {
  return `server { listen 127.0.3.2:${port}; return 200 "$request_uri"; }
    server {
      listen 127.0.3.1:${port};
      location /uri { proxy_pass http://127.0.3.2:${port}/; }
      location /args { rewrite "^/args([\\s\\S]*)$" /told?$1? last; }
      location /told { return 200 "/$args"; }
      location /redirect { rewrite "^/redirect([\\s\\S]*)$" http://h.test/$1? redirect; }
      location ~ "^/refresh([\\s\\S]*)$" { msie_refresh on; return 302 http://h.test/$1; }
    }`;
}

async function askEscapes(port: number): Promise<Escapes> {
  const ask = async (path: string, found: RegExp): Promise<string[]> => {
    const answers: string[] = [];
    // One at a time: each takes three connections of nginx's.
    for (const byte of BYTES) {
      const target = `/${path}%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
      const text = `GET ${target} HTTP/1.0\r\nUser-Agent: MSIE 7.0\r\n\r\n`;
      const answer = await exchangeRaw({ host: '127.0.3.1', port }, text);
      const location = answer?.headers.find(([name]) => name === 'Location')?.[1] ?? '';
      answers.push(found.exec(`${answer?.body}\n${location}`)?.[1] ?? `${answer?.body}`);
    }
    return answers;
  };
  return {
    uri: await ask('uri', /^\/([\s\S]*)\n$/),
    args: await ask('args', /^\/([\s\S]*)\n$/),
    redirect: await ask('redirect', /\nhttp:\/\/h\.test\/([\s\S]*)$/),
    refresh: await ask('refresh', /URL=http:\/\/h\.test\/([\s\S]*?)"><\/head>/),
  };
}

export function lineText({ method = 'GET', target, version = '1.1', host = 'first' }: LineCase): string {
  if (version === '0.9') return `${method} ${target}\r\n`;
  const header = host === null ? '' : `Host: ${host}\r\n`;
  return `${method} ${target} HTTP/${version}\r\n${header}Connection: close\r\n\r\n`;
}

/** Asks a real nginx about all cases. */
export async function askAll(): Promise<WireRecords> {
  const http = (port: number): string =>
    [
      lineConfig(port),
      escapeConfig(port),
      ...NAME_CASES.map((each, index) => nameConfig(each, `127.0.1.${index + 1}:${port}`)),
    ].join('\n');
  let used = 0;
  const config = (port: number): string => {
    used = port;
    return Buffer.from(http(port), 'latin1').toString('utf8');
  };
  return withNginx(config, async () => {
    const lines: LineAnswer[] = [];
    for (const each of LINE_CASES) lines.push(await askLine(each, used));
    const names: NameAnswer[][] = [];
    for (const [index, { hosts }] of NAME_CASES.entries()) {
      const answers: NameAnswer[] = [];
      for (const host of hosts) {
        const text = lineText({ target: '/', host: host === '' ? null : host, version: '1.0' });
        const answer = await exchangeRaw({ host: `127.0.1.${index + 1}`, port: used }, text);
        answers.push(answer?.body.startsWith('<') ? 'refused' : (answer?.body ?? 'closed'));
      }
      names.push(answers);
    }
    return { lines, names, escapes: await askEscapes(used) };
  });
}

async function askLine(line: LineCase, port: number): Promise<LineAnswer> {
  const answer = await exchangeRaw({ host: line.off ? '127.0.0.2' : '127.0.0.1', port }, lineText(line));
  if (answer === null) throw new Error('nothing listens');
  const told = /^([0-9])\n([^\n]*)\n(.*)\n([^\n]*)\n([^\n]*)\n$/s.exec(answer.body);
  const status = /<h1>([0-9]{3})/.exec(answer.body)?.[1];
  if (told === null) return Number(status ?? 0);
  const [, server = '', host = '', uri = '', args = '', requestUri = ''] = told;
  return [Number(server), host, uri, args, requestUri];
}
