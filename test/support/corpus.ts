import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of reference data, which lies beside the project on some machines only. */
export const shared = process.env['NGINX_LINT_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

export const corpus = `${shared}/corpus`;

export const hasCorpus = existsSync(`${corpus}/index.json`);

/** For test titles: why a suite did not run. */
export const corpusNote = hasCorpus ? '' : ' (skipped: the reference corpus is not on this machine)';

export function corpusFile(path: string): Uint8Array {
  return readFileSync(`${corpus}/${path}`);
}

export function corpusJson<T>(path: string): T {
  return JSON.parse(readFileSync(`${corpus}/${path}`, 'utf8')) as T;
}

export function corpusLines<T>(path: string): T[] {
  return readFileSync(`${corpus}/${path}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
