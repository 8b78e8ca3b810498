import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { contextBlocks } from './nginx-contexts.ts';
import { material, moveBelow, writeBelow } from './nginx-surroundings.ts';

/** A configuration for nginx to judge. */
export interface NginxCase {
  /** Contents by path: relative to the configuration's folder, or absolute. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** A folder on disk that stands for the configuration's folder; symbolic links that stay inside it are kept. */
  readonly folder?: string;
  /** The file to start with, named as in `files` or relative to `folder`. */
  readonly entry: string;
  /**
   * For a fragment the blocks around it, outermost first: `['http', 'server']`, `['http', 'upstream app']`; `['main']`
   * for a part of the main level that leaves `events` to others.
   */
  readonly context?: readonly string[];
  /** The absolute path that the configuration's folder plays; `/etc/nginx` unless told. */
  readonly prefix?: string;
}

export interface NginxMessage {
  readonly message: string;
  /** Named as in the case; null where nginx names none. */
  readonly file: string | null;
  /** 1-based, as nginx prints it. */
  readonly line: number | null;
}

/** What `nginx -t` says; `message` is null when it is content. */
export interface NginxVerdict {
  readonly ok: boolean;
  readonly message: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly warnings: readonly NginxMessage[];
}

const WRAPPER = '/.around.conf';

/** The temporary folder that plays the machine. */
export interface Machine {
  readonly root: string;
  /** The configuration's folder as it seems to nginx: `/etc/nginx`. */
  readonly prefix: string;
  readonly context: readonly string[];
  readonly main: string;
  /** Dynamic modules to load ahead of the configuration. */
  readonly modules: Set<string>;
  /** Names in the case, by real path. */
  readonly names: ReadonlyMap<string, string>;
}

/** Lays the case out below `root`, with what the machine must have for it. */
export function furnish(root: string, asked: NginxCase): Machine {
  const prefix = asked.prefix ?? '/etc/nginx';
  const context = asked.context ?? [];
  const names = new Map<string, string>();
  const place = (name: string): string => root + resolve(prefix, name);
  for (const folder of ['/run', '/var/log/nginx', '/usr/share/nginx/logs', prefix]) {
    mkdirSync(root + folder, { recursive: true });
  }
  const main = context.length === 0 ? place(asked.entry) : root + prefix + WRAPPER;
  const machine: Machine = { root, prefix, context, main, names, modules: new Set() };
  const { contents, links } = contentsOf(asked);
  for (const name of [...contents.keys(), ...links.keys()]) {
    names.set(place(name), name);
    mkdirSync(dirname(place(name)), { recursive: true });
  }
  for (const [name, target] of links) symlinkSync(target, place(name));
  for (const [name, content] of contents) if (!isText(content)) writeBelow(place(name), content);
  for (const [name, content] of contents)
    if (isText(content)) placeFile(machine, place(name), content.toString('latin1'));
  if (context.length > 0) writeBelow(main, contextBlocks(context, place(asked.entry)));
  return machine;
}

/** Not a certificate or a key; whatever else is no configuration has no directives to move. */
function isText(content: Buffer): boolean {
  return !content.includes('-----BEGIN ');
}

/** Writes a file of the configuration, and what it names where nothing is in that place. */
export function placeFile(machine: Machine, path: string, text: string): void {
  const moved = moveBelow(machine.root, text);
  mkdirSync(dirname(path), { recursive: true });
  writeBelow(path, moved.text);
  for (const each of moved.needed) {
    const at = machine.root + resolve(dirname(machine.main).slice(machine.root.length), each.path);
    mkdirSync(dirname(at), { recursive: true });
    if (!existsSync(at)) writeBelow(at, material(each.content));
  }
}

interface Contents {
  readonly contents: ReadonlyMap<string, Buffer>;
  /** Targets of symbolic links, as they stand in the link. */
  readonly links: ReadonlyMap<string, string>;
}

function contentsOf(asked: NginxCase): Contents {
  const contents = new Map<string, Buffer>();
  const links = new Map<string, string>();
  for (const [name, content] of Object.entries(asked.files ?? {})) contents.set(name, Buffer.from(content));
  if (asked.folder === undefined) return { contents, links };
  const folder = realpathSync(asked.folder);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (entry.isFile()) contents.set(name, readFileSync(path));
    if (!entry.isSymbolicLink() || !existsSync(path)) continue;
    const target = realpathSync(path);
    if (target.startsWith(`${folder}/`)) links.set(name, relative(dirname(path), target));
    else contents.set(name, readFileSync(target));
  }
  return { contents, links };
}
