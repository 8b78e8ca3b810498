import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { poll } from './poll.ts';

const HELPER = fileURLToPath(new URL('../helper', import.meta.url));

/** A host that runs: where its page is, and how it is ended. */
export interface RunningHost {
  readonly url: string;
  stop(): Promise<void>;
}

/** VS Code's server below a folder of its own: extensions, settings and state are there and nowhere else. */
export class DesktopHost {
  readonly #codeServer: string;
  readonly #home: string;

  constructor(codeServer: string, home: string) {
    this.#codeServer = codeServer;
    this.#home = home;
    mkdirSync(join(home, 'builtins'), { recursive: true });
    const builtins = join(codeServer, 'builtins');
    for (const name of readdirSync(builtins))
      symlinkSync(realpathSync(join(builtins, name)), join(home, 'builtins', name));
    cpSync(HELPER, join(home, 'builtins/helper'), { recursive: true });
  }

  get extensions(): string {
    return join(this.#home, 'extensions');
  }

  /** Installs a `.vsix` as `code --install-extension` does. @throws with what it says where it refuses */
  install(vsix: string): void {
    const args = [this.#main, '--install-extension', vsix, '--force', ...this.#folders()];
    const { stdout, stderr } = spawnSync(process.execPath, args, { env: environment(), encoding: 'utf8' });
    if (!/successfully installed/i.test(stdout)) throw new Error(`the installation failed: ${stdout}${stderr}`);
  }

  async start(settings: object): Promise<RunningHost> {
    mkdirSync(join(this.#home, 'user/User'), { recursive: true });
    writeFileSync(join(this.#home, 'user/User/settings.json'), JSON.stringify(settings, null, 2));
    const options = [
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--without-connection-token',
      '--accept-server-license-terms',
    ];
    const quiet = [
      '--telemetry-level',
      'off',
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
    ];
    const child = spawn(process.execPath, [this.#main, ...options, ...quiet, ...this.#folders()], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const end = () => kill(child, 'SIGKILL');
    process.once('exit', end);
    let said = '';
    child.stdout.on('data', (bytes) => (said += bytes));
    child.stderr.on('data', (bytes) => (said += bytes));
    const port = await poll("VS Code's server", async () => /agent listening on (\d+)/.exec(said)?.[1]);
    const stop = async () => {
      process.removeListener('exit', end);
      kill(child, 'SIGTERM');
      await poll('the end of the server', async () => !kill(child, 0), 5_000).catch(end);
    };
    return { url: `http://127.0.0.1:${port}`, stop };
  }

  get #main(): string {
    return join(this.#codeServer, 'lib/vscode/out/server-main.js');
  }

  #folders(): string[] {
    const { extensions } = this;
    const folders = { 'user-data-dir': 'user', 'server-data-dir': 'server', 'builtin-extensions-dir': 'builtins' };
    const named = Object.entries(folders).flatMap(([option, name]) => [`--${option}`, join(this.#home, name)]);
    return [...named, '--extensions-dir', extensions];
  }
}

/** What is set here for another VS Code, npm or the tests does not reach the server. There is no gallery of extensions. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:VSCODE_|ELECTRON_|NODE_|VITEST|npm_)/.test(name));
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: '{}' };
}

/** Tells the server and all that it started; false where none of them is there any more. */
function kill({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
    return pid !== undefined;
  } catch {
    return false;
  }
}
