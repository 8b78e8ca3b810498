// Runs files of tests (docs/guide/testing.md) against the nginx of this machine, and prints what it does differently.
//
//   npx tsx -C source scripts/replay-tests.ts FILE…
//
// It needs an nginx built --with-debug (NGINX=/path names another) and plain HTTP on addresses of loopback.
import { resolve } from 'node:path';
import { whyNotObservable } from '../test/support/routing/observe.ts';
import { replayTests } from '../test/support/routing/replay-tests.ts';

const reason = whyNotObservable();
const files = process.argv.slice(2);
if (reason !== null || files.length === 0) {
  console.error(reason === null ? 'usage: replay-tests.ts FILE…' : `Nothing can be replayed: ${reason}.`);
  process.exit(2);
}
for (const file of files) {
  for (const { test, mismatches, unseen } of await replayTests(resolve(file))) {
    const title = test.name ?? test.url;
    console.log(`${mismatches.length === 0 ? 'ok    ' : 'failed'}  ${title}`);
    for (const { path, expected, got } of mismatches)
      console.log(`          ${path.join('.')}: expected ${expected}, nginx says ${got}`);
    if (unseen.length > 0) console.log(`          not looked at: ${unseen.join(', ')}`);
    if (mismatches.length > 0) process.exitCode = 1;
  }
}
