// The language server as one file, for a worker (`browser`), for Node.js (`node`), or for both (`anywhere`).
import { readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { build } from 'esbuild';

const VERSION = JSON.parse(readFileSync(new URL('../packages/server/package.json', import.meta.url), 'utf8')).version;

/** What a bundle for browsers holds of Node.js is asked for by name, and found as Node.js does. */
const nodeParts = {
  name: 'node-parts',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^vscode-.*\/node$/ }, ({ path, importer }) => ({
      path: createRequire(importer).resolve(path),
    })),
};

const PLATFORMS = {
  browser: { entry: 'browser', platform: 'browser', target: 'es2022', format: 'iife' },
  node: { entry: 'ipc', platform: 'node', target: 'node20.19', format: 'cjs' },
  anywhere: {
    ...{ entry: 'anywhere', platform: 'browser', target: 'es2022', format: 'iife' },
    plugins: [nodeParts],
    external: builtinModules.flatMap((name) => [name, `node:${name}`]),
  },
};

/** Options of esbuild for one of the three; where it goes is for the caller to say. */
export function serverBundle(platform) {
  const { entry, ...options } = PLATFORMS[platform];
  return {
    absWorkingDir: new URL('..', import.meta.url).pathname,
    entryPoints: [`packages/server/src/${entry}.ts`],
    bundle: true,
    ...options,
    conditions: ['source'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    define: {
      NGINX_LINT_VERSION: JSON.stringify(VERSION),
      ...(platform === 'node' ? { 'import.meta.url': '__url' } : {}),
    },
    ...(platform === 'node'
      ? { banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" } }
      : {}),
  };
}

/** The bundle as a text. */
export async function serverCode(platform) {
  const { outputFiles } = await build({ ...serverBundle(platform), write: false });
  return outputFiles[0].text;
}
