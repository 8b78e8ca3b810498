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
}

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

export function lineText({ method = 'GET', target, version = '1.1', host = 'first' }: LineCase): string {
  if (version === '0.9') return `${method} ${target}\r\n`;
  const header = host === null ? '' : `Host: ${host}\r\n`;
  return `${method} ${target} HTTP/${version}\r\n${header}Connection: close\r\n\r\n`;
}

/** Asks a real nginx about all cases. */
export async function askAll(): Promise<WireRecords> {
  const http = (port: number): string =>
    [lineConfig(port), ...NAME_CASES.map((each, index) => nameConfig(each, `127.0.1.${index + 1}:${port}`))].join('\n');
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
    return { lines, names };
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
