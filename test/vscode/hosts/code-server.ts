import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODE_SERVER, RIPGREP } from './locked.ts';
import { run, unpack } from './packages.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Native modules of which the server needs little, and what stands for them: nothing is compiled. */
const STAND_INS: Readonly<Record<string, string>> = {
  '@vscode/spdlog': 'spdlog.cjs',
  'native-watchdog': 'watchdog.cjs',
};

/** Built-in extensions that have nothing to do here: source control, debugging, runners of tasks. */
const LEFT_OUT =
  /^(?:git|github|microsoft-authentication|tunnel-forwarding|php-language-features|grunt|gulp|jake|terminal-suggest)$|^debug-|^ms-vscode\./;

/** Installs VS Code's server into a folder. code-server's own program is not used: its server starts by itself. */
export async function installCodeServer(folder: string): Promise<void> {
  await unpack(CODE_SERVER, folder);
  const server = join(folder, 'lib/vscode');
  const options = ['--omit=dev', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--no-progress'];
  // `npm ci` refuses the list that the package brings, since one entry is missing in it; `npm install` keeps to it.
  await run('npm', ['install', ...options], server);
  symlinkSync('node_modules', join(server, 'node_modules.asar'));
  for (const [name, file] of Object.entries(STAND_INS)) standIn(join(server, 'node_modules', name), file);
  await installRipgrep(folder, join(server, 'node_modules/@vscode/ripgrep/bin'));
  const builtins = join(folder, 'builtins');
  mkdirSync(builtins);
  for (const name of readdirSync(join(server, 'extensions'))) {
    if (LEFT_OUT.test(name) || !existsSync(join(server, 'extensions', name, 'package.json'))) continue;
    symlinkSync(join('../lib/vscode/extensions', name), join(builtins, name));
  }
}

function standIn(module: string, file: string): void {
  const manifest = join(module, 'package.json');
  const {
    type: _type,
    exports: _exports,
    ...rest
  } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
  writeFileSync(manifest, JSON.stringify({ ...rest, main: file }));
  copyFileSync(join(HERE, file), join(module, file));
}

async function installRipgrep(folder: string, target: string): Promise<void> {
  const pinned = RIPGREP[process.arch];
  if (pinned === undefined) throw new Error(`there is no ripgrep for ${process.arch}`);
  const unpacked = join(folder, 'ripgrep');
  await unpack(pinned, unpacked);
  mkdirSync(target, { recursive: true });
  symlinkSync('../../../../../../ripgrep/bin/rg', join(target, 'rg'));
}
