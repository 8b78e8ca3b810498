// 2,000 files with 50 MB in one run, as many sites and as one: time that grows as the input does, and memory that does not.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pieceOfSite } from './generate.ts';

const FILES = 2_000;
const FILE_BYTES = 25_000;
/** The files of one site, its `nginx.conf` with them. */
const SITE_FILES = 10;
const MOST_MEMORY = 1024;

interface Cost {
  /** Seconds of the processor; the clock on the wall says more about what else the machine does. */
  readonly seconds: number;
  /** Megabytes at the peak. */
  readonly memory: number;
}

/** Prints what the lint command takes for many files; `command` is its command line. */
export async function scale(folder: string, command: readonly string[]): Promise<void> {
  await grown('many entries', (files, into) => manyEntries(files, into), folder, command);
  await grown('one entry', (files, into) => oneEntry(files, into), folder, command);
}

async function grown(
  what: string,
  write: (files: number, into: string) => void,
  folder: string,
  command: readonly string[],
): Promise<void> {
  const costs: Cost[] = [];
  for (const files of [FILES / 2, FILES]) {
    const into = join(folder, `${what.replace(' ', '-')}-${files}`);
    write(files, into);
    costs.push(await cost([...command, '--no-config', '--format', 'compact', into]));
  }
  const [half = { seconds: 0, memory: 0 }, whole = { seconds: 0, memory: 0 }] = costs;
  const shown = ({ seconds, memory }: Cost) =>
    `${seconds.toFixed(1).padStart(5)} s CPU ${memory.toFixed(0).padStart(5)} MB`;
  const megabytes = (FILES * FILE_BYTES) / 1e6;
  console.log(
    `scale ${what.padEnd(13)} ${FILES / 2} files, ${megabytes / 2} MB ${shown(half)}   ${FILES} files, ${megabytes} MB ${shown(whole)}` +
      `   ratio ${(whole.seconds / half.seconds).toFixed(2)} (linear: 2), ${whole.memory <= MOST_MEMORY ? 'within' : 'above'} the goal of ${MOST_MEMORY} MB`,
  );
}

function manyEntries(files: number, into: string): void {
  for (let site = 0; site * SITE_FILES < files; site++) {
    const folder = join(into, `site${site}`);
    mkdirSync(join(folder, 'conf.d'), { recursive: true });
    const own = SITE_FILES - 1;
    const last = pieceOfSite(site * SITE_FILES + own, FILE_BYTES);
    writeFileSync(join(folder, 'nginx.conf'), entry(last));
    for (let number = 0; number < own; number++)
      writeFileSync(join(folder, `conf.d/${number}.conf`), pieceOfSite(site * SITE_FILES + number, FILE_BYTES));
  }
}

function oneEntry(files: number, into: string): void {
  mkdirSync(join(into, 'conf.d'), { recursive: true });
  writeFileSync(join(into, 'nginx.conf'), entry(''));
  for (let number = 0; number < files; number++)
    writeFileSync(join(into, `conf.d/${number}.conf`), pieceOfSite(number, FILE_BYTES));
}

function entry(rest: string): string {
  return `events { worker_connections 1024; }\n\nhttp {\n    server_names_hash_max_size 65536;\n    include conf.d/*.conf;\n${rest}}\n`;
}

async function cost([program = '', ...args]: readonly string[]): Promise<Cost> {
  const before = childrenSeconds();
  const child = spawn(program, args, { stdio: 'ignore' });
  let memory = 0;
  const timer = setInterval(() => {
    memory = Math.max(memory, peakOf(child.pid ?? 0));
  }, 10);
  const code = await new Promise((done) => child.on('exit', done));
  clearInterval(timer);
  if (code !== 0 && code !== 1) throw new Error(`nginx-lint ended with ${code}`);
  return { seconds: childrenSeconds() - before, memory };
}

function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** User and system time of all children that have ended: fields 16 and 17 of `/proc/self/stat`, in hundredths. */
function childrenSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
