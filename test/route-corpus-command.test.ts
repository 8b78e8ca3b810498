import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, folderWith, nginxLint, removeFolder } from './support/command.ts';
import { ENTRY, PREFIX, type RoutingRecord, routingNote, routingRecords } from './support/routing/record.ts';

// The whole way of a recorded request through the command: its JSON in, files on disk, its JSON out. What nginx did in
// every detail is compared in routing-corpus.test.ts.

const records = [...routingRecords()].filter(({ id, config_test }) => !id.startsWith('s-rand-') && config_test.ok);

interface Shown {
  readonly server: { readonly line: number } | null;
  readonly locations: readonly { readonly line: number }[] | null;
  readonly final: { readonly line: number } | null;
  readonly uri: unknown;
  readonly filename: unknown;
  readonly requestFilename: unknown;
  readonly status: number | null;
  readonly uncertain: readonly string[];
}

/** The files of a recording on disk, below a folder of their own. */
function written(record: RoutingRecord): string {
  const files: Record<string, string> = { [ENTRY.slice(1)]: record.config };
  for (const file of record.files) {
    files[(file.startsWith('/') ? file : `${PREFIX}/${file}`).slice(1)] = 'x';
  }
  return folderWith(files);
}

/** Requests that change files would have to be answered one after the other. */
const isAlone = ({ requests }: RoutingRecord): boolean =>
  requests.every(
    ({ request, observed }) => !['PUT', 'MKCOL', 'DELETE'].includes(request.method) || observed.status > 204,
  );

beforeAll(buildCommand, 120_000);

describe.skipIf(records.length === 0)(`recorded requests through the command${routingNote}`, () => {
  it.each(records.filter(isAlone).map((record) => [record.id, record] as const))('%s', async (_, record) => {
    const root = written(record);
    try {
      const input = record.requests.map(({ request }) => JSON.stringify(request)).join('\n');
      const args = ['route', '--requests', '-', '--config', ENTRY.slice(1), '--map', `/=${root}`];
      const ran = await nginxLint(args, { cwd: root, input });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      const answers = ran.stdout.split('\n').slice(0, -1);
      expect(answers).toHaveLength(record.requests.length);
      for (const [index, { request, observed }] of record.requests.entries()) {
        const got = JSON.parse(answers[index] ?? '') as Shown;
        if (got.uncertain.length > 0 || got.status === null) continue;
        expect({
          target: request.target,
          server: got.server?.line,
          locations: got.locations?.map(({ line }) => line),
          final: got.final?.line,
          uri: got.uri,
          status: got.status,
          requestFilename: got.requestFilename,
        }).toEqual({
          target: request.target,
          server: observed.server,
          locations: observed.locations,
          final: observed.final,
          uri: observed.uri,
          status: observed.status,
          requestFilename: observed.request_filename,
        });
      }
    } finally {
      removeFolder(root);
    }
  });

  it('are many', () => {
    expect(records.filter(isAlone).length).toBeGreaterThan(30);
  });
});
