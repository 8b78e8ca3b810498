// Shows what a real nginx does with requests to a configuration, and what we say about them.
//
//   npx tsx -C source scripts/routing-observe.ts CONF REQUESTS [--files FILE,…] [--record OUT.json]
//
// CONF is a whole configuration, `-` reads it from standard input. REQUESTS is a URL (`http://host:8080/a?b`), or a
// JSON file with requests as recordings have them. --files names what lies on the disk: `/srv/www/a.html,/srv/empty/`.
// --record writes a recording: put it into fixtures/routes and the tests replay it.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nginxVersion } from '../test/support/nginx.ts';
import { Observer, whyNotObservable } from '../test/support/routing/observe.ts';
import type { RecordedRequest, RoutingRecord } from '../test/support/routing/record.ts';
import { recordText } from '../test/support/routing/record-text.ts';
import { replay } from '../test/support/routing/replay.ts';
import { describeReplayed } from '../test/support/routing/summary.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string', default: '' }, record: { type: 'string' } },
});
const [conf, asked] = positionals;
if (conf === undefined || asked === undefined)
  fail('usage: routing-observe.ts CONF URL-or-JSON [--files …] [--record …]');
const reason = whyNotObservable();
if (reason !== null) fail(`Nothing can be observed: ${reason}.`);

const config = readFileSync(conf === '-' ? 0 : conf, 'utf8');
const files = options.files.split(',').filter((file) => file !== '');
const requests = asked.includes('://')
  ? [requestOfUrl(asked)]
  : (JSON.parse(readFileSync(asked, 'utf8')) as RecordedRequest[]);

const observer = new Observer();
const seen = await observer.observe({ config, files }, requests);
observer.close();
if (!seen.ok) fail(`nginx refuses it: ${seen.message}${seen.line === null ? '' : ` in line ${seen.line}`}`);

const exchanges = seen.observed.flatMap((observed, number) => {
  const request = requests[number];
  if (observed === null) console.log(`#${number}: nothing listens at ${request?.connect}`);
  return observed === null || request === undefined ? [] : [{ request, observed }];
});
const id = options.record?.replace(/^.*\//, '').replace(/\.json$/, '') ?? 'observed';
const record: RoutingRecord = {
  id,
  nginx: nginxVersion() ?? '',
  config,
  files,
  config_test: { ok: true },
  requests: exchanges,
};
for (const { request, observed } of exchanges) {
  const { trace = [], ...fields } = observed;
  console.log(`${request.method} ${JSON.stringify(request.target)}`);
  for (const [field, value] of Object.entries(fields)) console.log(`    ${field}: ${JSON.stringify(value)}`);
  for (const step of trace)
    console.log(`    | ${step.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(' ')}`);
}
const differing = (await replay(record)).filter(({ differences }) => differences.length > 0);
console.log(differing.length === 0 ? 'We say the same.' : `We differ:\n${differing.map(describeReplayed).join('\n')}`);
if (options.record !== undefined) writeFileSync(options.record, recordText(record));

function requestOfUrl(text: string): RecordedRequest {
  const [, scheme = '', host = '', port, target = ''] = /^(\w+):\/\/([^/:?#]*)(?::(\d+))?(.*)$/s.exec(text) ?? [];
  if (scheme !== 'http') fail('only http:// can be observed');
  const authority = port === undefined ? host : `${host}:${port}`;
  const connect = `127.0.0.1:${port ?? 80}`;
  return {
    method: 'GET',
    target: target.startsWith('/') ? target : `/${target}`,
    version: '1.1',
    host: authority,
    connect,
    scheme: 'http',
    client: '127.0.0.1',
  };
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
