import { defineConfig } from 'vitest/config';

/** Tests in a real VS Code. They share the machine with nothing else: `npm run test:vscode` runs them after all others. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: process.env['SCREENSHOTS'] ? ['screenshots.ts'] : ['*.e2e.ts'],
    globalSetup: ['./prepare.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
