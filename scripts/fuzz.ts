// Asks the real nginx and the rules about configurations that were changed at random, and prints where they differ.
//
//   npm run fuzz -- [--seed N] [--count N] [--nginx PATH] [--from FOLDER] [--jobs N] [--json]
//
// A run depends on nothing but its seed, the number of cases, the binary and the configurations it starts from. Both
// are asked for the version of the binary. Without --from the project's fixtures are changed; a folder with an
// `index.json` like that of the reference corpus may name the contexts of fragments.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nginxVersion } from '../test/support/nginx.ts';
import { mergeReports, printReport, type Report } from './fuzz/report.ts';
import { runCases } from './fuzz/run.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    nginx: { type: 'string' },
    from: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    job: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

if (options.nginx !== undefined) process.env['NGINX'] = options.nginx;
const version = nginxVersion();
if (version === null) {
  console.error('There is no nginx here: name one with --nginx.');
  process.exit(2);
}

const jobs = Number(options.jobs);

function runJob(job: number): Promise<Report> {
  return new Promise((done, fail) => {
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--job', String(job)]);
    child.on('message', (report) => done(report as Report));
    child.on('error', fail);
    child.on('exit', (code) => code !== 0 && fail(new Error(`job ${job} ended with ${code}`)));
  });
}

if (options.job === undefined) {
  const report = mergeReports(await Promise.all(Array.from({ length: jobs }, (_, job) => runJob(job))));
  console.log(options.json ? JSON.stringify(report, null, 2) : printReport(report, version));
} else {
  const cases = { seed: Number(options.seed), count: Number(options.count), every: jobs, first: Number(options.job) };
  process.send?.(await runCases(cases, options.from ?? null, version), () => process.disconnect());
}
