import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Hosts } from '../hosts/install.ts';
import { Calls } from './calls.ts';
import { DesktopHost, type RunningHost } from './desktop-host.ts';
import { poll, WAIT } from './poll.ts';
import { QUIET_SETTINGS } from './quiet-settings.ts';
import { Session } from './session.ts';
import { startWebHost } from './web-host.ts';

export interface Launch {
  readonly hosts: Hosts;
  readonly host: 'desktop' | 'web';
  /** Installed from nothing. */
  readonly vsix: string;
  /** Copied; the copy is the workspace. */
  readonly workspace: string;
  /** More files of the workspace, by their names. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
  /** Pixels of the screen for each of the page. */
  readonly sharpness?: number;
}

const CHROMIUM = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--mute-audio'];
const QUIET_CHROMIUM = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Opens VS Code on a copy of a folder with the extension installed, in a browser that nobody sees. */
export async function launch(options: Launch): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), 'nginx-lint-vscode-'));
  const ends: (() => unknown)[] = [() => rmSync(home, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const workspace = prepare(options, join(home, 'site'));
    const calls = new Calls();
    const settings = { ...QUIET_SETTINGS, ...options.settings, 'testHelper.calls': await calls.listen() };
    ends.push(() => calls.close());
    const host = await startHost(options, home, workspace, settings);
    ends.push(() => host.stop());
    const { chromium: executablePath } = options.hosts;
    const browser = await chromium.launch({ executablePath, args: [...CHROMIUM, ...QUIET_CHROMIUM] });
    ends.push(() => browser.close());
    const viewport = options.size ?? { width: 1400, height: 1400 };
    const page = await browser.newPage({ viewport, deviceScaleFactor: options.sharpness ?? 1, locale: 'en-US' });
    page.setDefaultTimeout(WAIT);
    const root = options.host === 'desktop' ? `file://${workspace}/` : 'test://site/';
    const session = new Session({ page, calls, workspace, root, close });
    await page.goto(options.host === 'desktop' ? `${host.url}/?folder=${encodeURIComponent(workspace)}` : host.url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 3 * WAIT });
    await poll('the extension host', () => session.run(() => true), 3 * WAIT);
    return session;
  } catch (error) {
    await close();
    throw error;
  }
}

function prepare({ workspace, files }: Launch, to: string): string {
  cpSync(workspace, to, { recursive: true, verbatimSymlinks: true });
  for (const [name, text] of Object.entries(files ?? {})) {
    mkdirSync(join(to, name, '..'), { recursive: true });
    writeFileSync(join(to, name), text);
  }
  return to;
}

async function startHost(
  { host, hosts, vsix }: Launch,
  home: string,
  workspace: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<RunningHost> {
  const desktop = new DesktopHost(hosts.desktop, home);
  desktop.install(vsix);
  if (host === 'desktop') return desktop.start(settings);
  // The web host is given what the installer unpacked.
  const name = readdirSync(desktop.extensions).find((one) => one.startsWith('nginx-lint.'));
  const extension = join(desktop.extensions, name ?? '');
  return startWebHost({ web: hosts.web, workspace, extension, settings });
}
