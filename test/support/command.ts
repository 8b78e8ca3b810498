import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const BUNDLE = join(ROOT, 'packages/cli/dist/nginx-lint.cjs');

/** The command as it is published. */
export const COMMAND = join(ROOT, 'packages/cli/bin/nginx-lint.js');

/** Builds the command where a source is newer than the bundle. */
export async function buildCommand(): Promise<void> {
  const built = statSync(BUNDLE, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [
    ...['cli/bin', 'cli/src', 'core/src', 'disk/src', 'regex/src', 'server/src', 'service/src'].map(
      (path) => `packages/${path}`,
    ),
    ...['scripts/build.mjs', 'scripts/without-barrels.mjs'],
  ];
  if (Math.max(...sources.map((path) => newest(join(ROOT, path)))) < built) return;
  const { code, stderr } = await spawned([join(ROOT, 'scripts/build.mjs')], { cwd: ROOT });
  if (code !== 0) throw new Error(`the command cannot be built: ${stderr}`);
}

function newest(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Stop reading standard output after its first piece, as `| head -1` does. */
  readonly closeEarly?: boolean;
}

/** Runs the command; what it does not answer within a minute is a failure of its own (`code` null). */
export function nginxLint(args: readonly string[], options: RunOptions): Promise<Ran> {
  return spawned([COMMAND, ...args], options);
}

function spawned(args: readonly string[], { cwd, input, env, closeEarly }: RunOptions): Promise<Ran> {
  const clean = { ...process.env };
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS']) delete clean[name];
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...clean, ...env }, timeout: 60_000 });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      if (closeEarly) child.stdout.destroy();
    });
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', fail);
    child.on('close', (code) =>
      done({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** A folder of its own with the given files: contents by relative path; `-> target` makes a link, a path ending in `/` a folder. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nginx-lint-')));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (typeof content === 'string' && content.startsWith('-> ')) symlinkSync(content.slice(3), path);
    else if (!name.endsWith('/')) writeFileSync(path, content);
  }
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
