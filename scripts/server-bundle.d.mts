import type { BuildOptions } from 'esbuild';

export function serverBundle(platform: 'browser' | 'node'): BuildOptions;
export function serverCode(platform: 'browser' | 'node'): Promise<string>;
