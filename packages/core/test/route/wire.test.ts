import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nginxVersion } from '../../../../test/support/nginx.ts';
import { createFacts } from '../../src/facts/lookup.ts';
import type { Facts } from '../../src/facts/types.ts';
import { type EscapeType, escapeUri, unescapeUri } from '../../src/route/escape.ts';
import { readHost } from '../../src/route/host.ts';
import { chooseServer } from '../../src/route/server-names.ts';
import { socketFor } from '../../src/route/sockets.ts';
import { readTarget } from '../../src/route/target.ts';
import { modelOf } from '../model/model-of.ts';
import { askAll, BYTES, type LineAnswer, nameConfig, type WireRecords } from './wire.ts';
import { LINE_CASES, type LineCase, NAME_CASES } from './wire-cases.ts';

const VERSIONS = ['1.22.1', '1.29.3', '1.31.5'];
const installed = nginxVersion();
const update = process.env['UPDATE_RECORDS'] !== undefined;

function recordsFile(version: string): URL {
  return new URL(`wire.records.${version}.json`, import.meta.url);
}

function recordsOf(version: string): WireRecords {
  return JSON.parse(readFileSync(recordsFile(version), 'utf8')) as WireRecords;
}

/** What ought to come: ngx_http_process_request_line() and ngx_http_process_host(), as a configuration shows them. */
function answerTo(line: LineCase, facts: Facts): LineAnswer {
  const { method = 'GET', target, version = '1.1', host = 'first' } = line;
  const read = readTarget(method, target, version, { mergeSlashes: !line.off }, facts);
  if ('refused' in read) return read.refused;
  const header = host === null || version === '0.9' ? null : readHost(host.trim(), facts);
  if (header !== null && 'refused' in header) return 400;
  if (header === null && version === '1.1') return 400;
  if (method === 'TRACE' || method === 'CONNECT') return 405;
  const name = read.host ?? (header === null ? '' : header.name);
  const server = line.off ? 3 : name === 'second.test' ? 2 : 1;
  return [server, name || (line.off ? '' : 'first'), read.uri, read.args, read.unparsed];
}

describe.each(VERSIONS)('nginx %s', (version) => {
  it.runIf(installed === version && (update || existsSync(recordsFile(version))))('says what is recorded', async () => {
    const records = await askAll();
    if (update) writeFileSync(recordsFile(version), `${JSON.stringify(records, null, 1)}\n`);
    expect(records).toEqual(recordsOf(version));
  });

  it('reads request lines and hosts alike', () => {
    const facts = createFacts({ version });
    const { lines } = recordsOf(version);
    expect(LINE_CASES.map((line, index) => ({ line, answer: answerTo(line, facts), index }))).toEqual(
      LINE_CASES.map((line, index) => ({ line, answer: lines[index], index })),
    );
  });

  it('escapes alike', () => {
    const facts = createFacts({ version });
    const { uri, args, redirect, refresh } = recordsOf(version).escapes;
    const escaped = (type: EscapeType): string[] => BYTES.map((byte) => escapeUri(byte, type, facts));
    expect(escaped('uri')).toEqual(uri);
    expect(escaped('args')).toEqual(args);
    expect(escaped('args').map((text) => unescapeUri(text, 'redirect'))).toEqual(redirect);
    expect(escaped('refresh')).toEqual(refresh);
  });

  it.each(NAME_CASES.map((each, index) => ({ ...each, index })))('finds the server of $servers', async (each) => {
    const text = `http { ${nameConfig(each, '127.0.0.1:80')} }`;
    const model = await modelOf(Buffer.from(text, 'latin1').toString('utf8'), version);
    const socket = socketFor(model, { family: 'inet', host: '127.0.0.1', port: 80 });
    if (socket === null) throw new Error('nothing listens');
    const found = each.hosts.map((host) => {
      const read = host === '' ? { name: '' } : readHost(host, model.facts);
      if ('refused' in read) return 'refused';
      const { server, match, unknown } = chooseServer(model, socket, read.name);
      expect(unknown).toBeUndefined();
      return `${model.servers.indexOf(server)} ${match?.groups[1] ?? ''}`;
    });
    expect(found).toEqual(recordsOf(version).names[each.index]);
  });
});
