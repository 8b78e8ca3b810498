import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../packages/cli/test/support/run-command.ts';
import { whyNotObservable } from './support/routing/observe.ts';
import { replayTests } from './support/routing/replay-tests.ts';

const RIGHT = fileURLToPath(new URL('../fixtures/tests/nginx-lint.test.yaml', import.meta.url));
const WRONG = fileURLToPath(new URL('../fixtures/tests/wrong.test.yaml', import.meta.url));

interface Report {
  readonly files: readonly [
    { readonly tests: readonly { readonly failures: readonly { readonly field: string }[] }[] },
  ];
}

/** The fields that are not as expected, test by test. */
async function failing(path: string): Promise<string[][]> {
  const { stdout } = await runCommand(['test', path, '--format', 'json'], dirname(path));
  const [file] = (JSON.parse(stdout) as Report).files;
  return file.tests.map(({ failures }) => failures.map(({ field }) => field));
}

describe('tests of a configuration', () => {
  it('hold without an nginx', async () => {
    expect((await failing(RIGHT)).filter((fields) => fields.length > 0)).toEqual([]);
  });

  const reason = whyNotObservable();
  it.skipIf(reason !== null)(
    `say the same as a running nginx${reason === null ? '' : ` (skipped: ${reason})`}`,
    async () => {
      const right = await replayTests(RIGHT);
      expect(right.flatMap(({ test, mismatches }) => mismatches.map((each) => ({ url: test.url, ...each })))).toEqual(
        [],
      );
      expect(right.flatMap(({ unseen }) => unseen)).toEqual(['effective.client_max_body_size']);
      const wrong = await replayTests(WRONG);
      const fields = wrong.map(({ mismatches }) => mismatches.map(({ path }) => path.join('.')));
      expect(fields).toEqual(await failing(WRONG));
      // Each expectation of that file is wrong.
      expect(fields.flat()).toHaveLength(19);
    },
  );
});
