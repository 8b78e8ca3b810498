import { type FileId, fileAt, pathOf } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { type PlannedJob, Project, planJobs } from '../../src/project/index.ts';
import { type MemoryHost, memoryHost } from '../support/memory-host.ts';

const EVENTS = 'events { }';

/** Of a folder, by a project that keeps as good as nothing. */
async function planned(host: MemoryHost): Promise<readonly PlannedJob[]> {
  const known = async () => ({ rules: [] });
  const project = new Project({ host, known, config: null, nginxVersion: null, prefix: null, map: [], mostText: 1 });
  return (await planJobs(project, { files: [], folders: [fileAt('/site')], context: null })).jobs;
}

const paths = (files: Iterable<FileId>): readonly string[] => [...files].map(pathOf).sort();

describe('a folder', () => {
  it('has the files of a tree read once, though they stand before its entry', async () => {
    const host = memoryHost({
      '/site/conf.d/a.conf': 'server { }',
      '/site/conf.d/b.conf': 'server { }',
      '/site/nginx.conf': `${EVENTS} http { include conf.d/*.conf; }`,
    });
    const [job, ...more] = await planned(host);
    expect(more).toEqual([]);
    expect(host.reads.get('/site/conf.d/a.conf')).toBe(1);
    expect(host.reads.get('/site/conf.d/b.conf')).toBe(1);
    const tree = await job?.tree();
    expect(paths(tree?.files.keys() ?? [])).toEqual([...host.texts.keys()]);
  });

  it('has its trees in the order of their files, whatever was looked at first', async () => {
    const host = memoryHost({
      '/site/a.conf': `${EVENTS} http { }`,
      '/site/b/nginx.conf': EVENTS,
      '/site/nginx.conf': EVENTS,
      '/site/z.conf': `${EVENTS} http { }`,
    });
    const jobs = await planned(host);
    expect(jobs.map(({ file }) => pathOf(file))).toEqual([...host.texts.keys()]);
  });

  it('has a file read for itself where another nginx is configured for it', async () => {
    const host = memoryHost({
      '/site/nginx.conf': `${EVENTS} http { include sub/*.conf; }`,
      '/site/sub/.nginx-lint.yaml': 'nginxVersion: "1.18.0"',
      '/site/sub/a.conf': 'server { }',
    });
    const jobs = await planned(host);
    expect(jobs.map(({ file }) => pathOf(file))).toEqual(['/site/nginx.conf']);
    expect(host.reads.get('/site/sub/a.conf')).toBe(2);
  });
});
