import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFacts, type Directive, fileAt, parse, vocabularyOf } from '@nginx-lint/core';
import { material, shippedFile } from '../nginx-surroundings.ts';
import { Backends } from '../routing/backends.ts';
import { applied, type Edit, temporaryPaths, wordEdits } from '../routing/instrument.ts';
import { furnish } from '../routing/observe.ts';
import { whileNginxRuns } from '../routing/process.ts';
import { ENTRY, PREFIX } from '../routing/record.ts';
import { freePort } from '../running-nginx.ts';
import { type Asked, ask } from './ask.ts';
import type { ShownSide } from './format.ts';

const vocabulary = vocabularyOf(createFacts());

/** Directives that the test needs for itself. */
const TAKEN = /^(?:access_log|error_log|daemon|master_process|pid|user|worker_processes)$/;
/** Files that configurations name by an absolute path. */
const PATHS = /^(?:include|auth_basic_user_file|[a-z]+_cache_path|[a-z]+_store|charset_map|js_import)$/;
const CERTIFICATES = /(?:^|_)ssl_(?:certificate|certificate_key|client_certificate|trusted_certificate)$/;
const SHIPPED = ['mime.types', 'fastcgi_params', 'fastcgi.conf', 'proxy_params', 'uwsgi_params', 'scgi_params'];
const LISTEN = /\blisten\s+["']?(?:[^\s;"']*:)?(\d+)(?=[\s;"'])/g;
const ADDRESS = /\b127\.0\.0\.\d+:\d+\b/g;
const NO_HEADER = /^$/;
const PORT = /:(\d+)$/;

/** Runs one side of an example on a real nginx and asks it, one request after the other. */
export async function showSide(side: ShownSide): Promise<Asked[]> {
  const ports = new Map<number, number>();
  for (const [, port] of side.config.matchAll(LISTEN)) ports.set(Number(port), await freePort());
  const special = Object.entries(side.backends ?? {});
  const answers = special.flatMap(([at, each]) => (each === 'down' ? [] : [[at, each] as const]));
  const backends = new Backends(new Map(answers), NO_HEADER);
  const down = new Map<string, string>();
  for (const [at, each] of special) if (each === 'down') down.set(at, `127.0.0.1:${await freePort()}`);
  const folder = mkdtempSync(join(tmpdir(), 'ngs-'));
  try {
    for (const [at] of side.config.matchAll(ADDRESS)) {
      // An address on which the configuration itself listens is no backend.
      if (!down.has(at) && !ports.has(portOf(at))) await backends.listen(at);
    }
    const port = (own: number): number => ports.get(own) ?? own;
    const backend = (at: string): string =>
      down.get(at) ?? (ports.has(portOf(at)) ? at.replace(PORT, `:${port(portOf(at))}`) : backends.at(at));
    lay(folder, side, prepared(side.config, { folder, port, backend }));
    const ran = await whileNginxRuns(folder, async () => {
      const asked: Asked[] = [];
      for (const request of side.requests) asked.push(await ask(request, { folder, ports, backends, down }));
      return { ok: true as const, asked };
    });
    if (!ran.ok) throw new Error(`nginx refuses the example: ${ran.message} in line ${ran.line}`);
    return ran.asked;
  } finally {
    backends.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function portOf(address: string): number {
  return Number(PORT.exec(address)?.[1]);
}

/** The example as it runs here: other ports, paths below the folder, and no logs. */
function prepared(config: string, around: Parameters<typeof wordEdits>[3]): string {
  const source = parse(fileAt(ENTRY), new TextEncoder().encode(config), vocabulary);
  const edits: Edit[] = [];
  const walk = (items: readonly Directive[]): void => {
    for (const at of items) {
      const name = at.name.value;
      if (TAKEN.test(name)) {
        edits.push({ start: at.start, end: at.end, text: '' });
        continue;
      }
      for (const word of at.args) {
        const replaced = wordEdits(name, at, word, around);
        edits.push(...replaced);
        const quote = word.quote === null ? 0 : 1;
        const [start, end] = [word.start + quote, word.end - quote];
        if (CERTIFICATES.test(name) && !word.value.includes('$'))
          edits.push({ start, end, text: `${around.folder}/certificate.pem` });
        else if (PATHS.test(name) && word === at.args[0] && word.value.startsWith('/'))
          edits.push({ start, end: start, text: around.folder });
      }
      if (at.body?.kind !== 'block') continue;
      if (name === 'http') {
        const start = at.body.start + 1;
        const text = ` ${temporaryPaths(around.folder)
          .filter((path) => !config.includes(path.split(' ')[0] ?? ''))
          .join(' ')} access_log off; lingering_close off;`;
        edits.push({ start, end: start, text });
      }
      walk(at.body.items);
    }
  };
  walk(source.items);
  const main = `daemon off; master_process off; pid ${around.folder}/pid; error_log ${around.folder}/error.log info; `;
  return main + applied(source.text, edits);
}

function lay(folder: string, side: ShownSide, config: string): void {
  const files = side.files ?? [];
  furnish(
    folder,
    files.filter((file) => typeof file === 'string'),
    config,
  );
  writeFileSync(
    join(folder, 'certificate.pem'),
    side.config.includes('ssl_certificate') ? material('certificate') : '',
  );
  for (const name of SHIPPED) {
    const text = shippedFile(`/${name}`);
    if (text !== null) writeFileSync(join(folder, PREFIX, name), text, 'latin1');
  }
  for (const file of files) {
    if (typeof file === 'string') continue;
    const path = join(folder, file[0].startsWith('/') ? file[0] : `${PREFIX}/${file[0]}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file[1]);
  }
}
