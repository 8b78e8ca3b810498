// The language server as an editor sees it, over standard input and output: a file of 10,000 lines in a tree of 300 files.
// Reads /proc, as bench/run.ts does.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { configuration } from './generate.ts';
import { randomNumbers, Typist } from './random-edits.ts';

const FILES = 300;
const LINES = 10_000;
const EDITS = 10_000;
/** What has to be reached, in milliseconds. */
const GOALS = { scan: 1_500, diagnostics: 60, completion: 15, hover: 15 } as const;
/** After this everything has been told that there is to say. */
const SETTLED = 2_000;

interface Client {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcess;
  /** The findings of a file at a version, when they are told. */
  told(uri: string, version: number): Promise<PublishDiagnosticsParams>;
  /** What was told last of a file. */
  last(uri: string): PublishDiagnosticsParams;
}

/** Prints what the server takes; `command` is the command line that starts it. */
export async function server(folder: string, command: readonly string[]): Promise<void> {
  const big = writeTree(folder);
  const uri = pathToFileURL(big).href;
  const start = performance.now();
  const client = await connect(folder, command);
  const { connection } = client;
  const text = readFileSync(big, 'utf8');
  const first = client.told(uri, 1);
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'nginx', version: 1, text },
  });
  await first;
  row('first scan', [performance.now() - start], GOALS.scan);
  const random = randomNumbers(1);
  const typist = new Typist(text, random);
  const times = { diagnostics: [] as number[], all: [] as number[], completion: [] as number[], hover: [] as number[] };
  let version = 1;
  let processor = 0;
  for (let round = 0; round < 150; round++) {
    const { change, after } = typist.next();
    const begun = performance.now();
    const used = processorTimeOf(client.child);
    const told = client.told(uri, ++version);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [change],
    });
    await told;
    const heard = performance.now() - begun;
    // What is told first is the syntax, and what was found before; this waits for everything.
    await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    // The first rounds warm the engine up.
    if (round >= 50) {
      times.diagnostics.push(heard);
      times.all.push(performance.now() - begun);
      processor += processorTimeOf(client.child) - used;
    }
    await ask(connection, uri, after, random, times, round >= 50);
  }
  row('edit → diagnostics', times.diagnostics, GOALS.diagnostics);
  row('edit → all findings', times.all, null);
  console.log(`server edit → diagnostics  processor time ${(processor / times.diagnostics.length).toFixed(0)} ms each`);
  row('completion', times.completion, GOALS.completion);
  row('hover', times.hover, GOALS.hover);
  await manyEdits(client, version, uri, typist);
  await new Promise((done) => setTimeout(done, SETTLED));
  const last = client.last(uri);
  await end(client);
  await compareWithFresh(folder, command, uri, typist.text, last);
}

async function end({ connection, child }: Client): Promise<void> {
  const gone = new Promise((done) => child.on('exit', done));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await gone;
  connection.dispose();
}

/** What a server says that sees the final text at once. */
async function compareWithFresh(
  folder: string,
  command: readonly string[],
  uri: string,
  text: string,
  last: PublishDiagnosticsParams,
): Promise<void> {
  const fresh = await connect(folder, command);
  const told = fresh.told(uri, 1);
  await fresh.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'nginx', version: 1, text },
  });
  const { diagnostics } = await told;
  await end(fresh);
  const same = JSON.stringify(diagnostics) === JSON.stringify(last.diagnostics);
  console.log(
    `server after all edits      ${same ? 'the same' : 'OTHER'} findings as a fresh server: ${diagnostics.length}`,
  );
  if (!same) process.exitCode = 1;
}

async function ask(
  connection: ProtocolConnection,
  uri: string,
  text: string,
  random: () => number,
  times: { readonly completion: number[]; readonly hover: number[] },
  counted: boolean,
): Promise<void> {
  const lines = text.split('\n');
  for (const [method, list] of [
    ['completion', times.completion],
    ['hover', times.hover],
  ] as const) {
    const line = Math.floor(random() * lines.length);
    const character = Math.floor(random() * ((lines[line] ?? '').length + 1));
    const begun = performance.now();
    await connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position: { line, character } });
    if (counted) list.push(performance.now() - begun);
  }
}

/** Edits as fast as the server tells its findings now and then: nothing may fail, and the memory must not grow. */
async function manyEdits(
  { connection, child, told }: Client,
  begin: number,
  uri: string,
  typist: Typist,
): Promise<void> {
  const memory: number[] = [];
  const start = performance.now();
  for (let edit = 1; edit <= EDITS; edit++) {
    const { change } = typist.next();
    const version = begin + edit;
    const settled = edit % 20 === 0 ? told(uri, version) : null;
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [change],
    });
    await settled;
    if (edit % (EDITS / 10) === 0) memory.push(memoryOf(child));
  }
  const seconds = (performance.now() - start) / 1_000;
  const [, ...later] = memory;
  const growth = (Math.max(...later.slice(-3)) / Math.max(...later.slice(0, 3)) - 1) * 100;
  console.log(
    `server ${EDITS} random edits ${seconds.toFixed(1)} s   memory ${memory.map((one) => one.toFixed(0)).join(' ')} MB   ` +
      `growth ${growth.toFixed(0)} %  goal 20 %`,
  );
}

/** Of all threads, in milliseconds; on a machine that does other things, less is waiting in it than in what a clock says. */
function processorTimeOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  // utime and stime, in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function memoryOf({ pid }: ChildProcess): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0) / 1024;
}

function row(what: string, times: readonly number[], goal: number | null): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0);
  console.log(
    `server ${what.padEnd(20)} median ${at(0.5).padStart(5)} ms   p95 ${at(0.95).padStart(5)} ms${goal === null ? '' : `   goal ${goal} ms`}`,
  );
}

/** The big file among many small ones. */
function writeTree(folder: string): string {
  mkdirSync(join(folder, 'sites'), { recursive: true });
  writeFileSync(
    join(folder, 'nginx.conf'),
    'events { }\nhttp {\n    server_names_hash_max_size 65536;\n    include sites/*.conf;\n}\n',
  );
  for (let number = 0; number < FILES - 2; number++) writeFileSync(join(folder, `sites/${number}.conf`), site(number));
  const lines = configuration(400_000)
    .split('\n')
    .slice(4, 4 + LINES);
  const big = join(folder, 'sites/big.conf');
  // To the end of a server.
  writeFileSync(big, `${lines.slice(0, lines.lastIndexOf('    }') + 1).join('\n')}\n`);
  return big;
}

function site(number: number): string {
  return `server {
    listen 8080;
    server_name small${number}.example.com;
    root /srv/www/small${number};

    location / {
        try_files $uri $uri/ =404;
    }

    location /app/ {
        proxy_set_header Host $host;
        proxy_pass http://app${number % 200};
    }
}
`;
}

async function connect(folder: string, [program = '', ...args]: readonly string[]): Promise<Client> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, (params: PublishDiagnosticsParams) => void>();
  const latest = new Map<string, PublishDiagnosticsParams>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    const key = `${params.uri} ${params.version}`;
    latest.set(params.uri, params);
    waiting.get(key)?.(params);
    waiting.delete(key);
  });
  connection.listen();
  const rootUri = pathToFileURL(folder).href;
  await connection.sendRequest('initialize', { processId: process.pid, rootUri, capabilities: {} });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    child,
    told: (uri, version) => new Promise((done) => waiting.set(`${uri} ${version}`, done)),
    last: (uri) => latest.get(uri) ?? { uri, diagnostics: [] },
  };
}
