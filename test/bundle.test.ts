import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, COMMAND } from './support/command.ts';

interface Loaded {
  readonly exports: { run(argv: readonly string[], world: object): Promise<number> };
  readonly scripts: ReadonlyMap<string, unknown>;
}

interface Loader {
  readonly FOLDER: string;
  readonly MAIN: string;
  load(how: { readonly cached: boolean; readonly keep: boolean }): Loaded;
}

const PLAYGROUND = new URL('../fixtures/playground', import.meta.url).pathname;

describe('the files of the bundle that a command opens', () => {
  let loader: Loader;

  beforeAll(async () => {
    await buildCommand();
    loader = (await import(new URL('load.js', `file://${COMMAND}`).href)) as Loader;
  }, 120_000);

  async function opened(...argv: string[]): Promise<readonly string[]> {
    const { exports, scripts } = loader.load({ cached: false, keep: true });
    const silent = { isTTY: false, columns: null, write: () => undefined };
    const world = { cwd: PLAYGROUND, env: {}, stdout: silent, stderr: silent, stdin: async () => new Uint8Array() };
    expect(await exports.run(argv, world)).toBeLessThan(2);
    return [...scripts.keys()];
  }

  const hasRules = (name: string) =>
    readFileSync(`${loader.FOLDER}${name}.cjs`, 'utf8').includes('id:"alias-traversal"');

  it('the main one alone, to say the version', async () => {
    expect(await opened('--version')).toEqual([loader.MAIN]);
    expect(await opened('--help')).toEqual([loader.MAIN]);
  });

  it('the rules to lint, and for nothing else', async () => {
    expect((await opened('nginx.conf')).filter(hasRules)).toHaveLength(1);
    expect((await opened('rules')).filter(hasRules)).toHaveLength(1);
    expect((await opened('parse', 'nginx.conf')).filter(hasRules)).toEqual([]);
    expect((await opened('route', '--no-config', 'http://localhost/')).filter(hasRules)).toEqual([]);
    expect((await opened('route', '--no-config')).filter(hasRules)).toEqual([]);
  });
});
