// The language server as one file, for a worker (`browser`) or for Node.js (`node`).
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const VERSION = JSON.parse(readFileSync(new URL('../packages/server/package.json', import.meta.url), 'utf8')).version;

/** Options of esbuild for one of the two; where it goes is for the caller to say. */
export function serverBundle(platform) {
  return {
    absWorkingDir: new URL('..', import.meta.url).pathname,
    entryPoints: [`packages/server/src/${platform === 'browser' ? 'browser' : 'ipc'}.ts`],
    bundle: true,
    platform,
    target: platform === 'browser' ? 'es2022' : 'node20.19',
    format: platform === 'browser' ? 'iife' : 'cjs',
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
