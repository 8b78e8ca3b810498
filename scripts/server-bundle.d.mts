import type { BuildOptions } from 'esbuild';

export function serverBundle(platform: 'browser' | 'node' | 'anywhere'): BuildOptions;
export function serverCode(platform: 'browser' | 'node' | 'anywhere'): Promise<string>;
