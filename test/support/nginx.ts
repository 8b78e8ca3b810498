import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { furnish, type Machine, type NginxCase, type NginxMessage, type NginxVerdict } from './nginx-machine.ts';
import { repair } from './nginx-repairs.ts';

export type { NginxCase, NginxMessage, NginxVerdict } from './nginx-machine.ts';

/** Every repair takes one run; a configuration that needs more than this is not worth waiting for. */
const MOST_RUNS = 200;

/** Where it may open more, nginx follows includes in a circle until its stack is full, and dies. */
const MOST_FILES = 4096;

/** Where in a circle of includes that happens depends on how many files the process began with. */
const OUT_OF_FILES = /\(24: Too many open files\)$/;

function binary(): string {
  return process.env['NGINX'] ?? 'nginx';
}

let version: string | null | undefined;

/** The version of the nginx on this machine (`NGINX`, else `nginx` on the path), or null where there is none. */
export function nginxVersion(): string | null {
  if (version === undefined) {
    const run = spawnSync(binary(), ['-v'], { encoding: 'utf8' });
    version = run.error === undefined ? (/nginx\/(\d+\.\d+\.\d+)/.exec(run.stderr)?.[1] ?? null) : null;
  }
  return version;
}

/**
 * Asks the real nginx. The machine around the configuration is repaired (certificates, hosts, users, log folders,
 * modules, files that Debian ships), the configuration is not: an unknown directive or a missing include is an answer.
 */
export function nginxTest(asked: NginxCase): NginxVerdict {
  if (nginxVersion() === null) throw new Error('There is no nginx on this machine (set NGINX to its path).');
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ngt-')));
  try {
    const machine = furnish(root, asked);
    for (let run = 0; run < MOST_RUNS; run++) {
      const answer = readAnswer(machine, runNginx(machine));
      if (answer.ok || !repair(machine, answer)) return inCaseWords(machine, answer);
    }
    throw new Error(`nginx was not satisfied with its surroundings after ${MOST_RUNS} repairs of ${asked.entry}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function runNginx(machine: Machine): string {
  const global = [...machine.modules].map((file) => `load_module ${file};`).join(' ');
  const args = ['-t', '-e', 'stderr', '-p', `${machine.root}/usr/share/nginx`, '-c', machine.main];
  const own = [binary(), ...args, ...(global === '' ? [] : ['-g', global])];
  const run = spawnSync('sh', ['-c', `ulimit -n ${MOST_FILES}; exec "$@"`, 'sh', ...own], {
    encoding: 'latin1',
    // nginx takes a variable of that name for the sockets of a running nginx.
    env: { ...process.env, NGINX: undefined, RES_OPTIONS: 'attempts:1 timeout:1' },
  });
  if (run.error !== undefined) throw run.error;
  if (run.signal !== null) throw new Error(`nginx was killed by ${run.signal}: ${run.stderr}`);
  return run.stderr;
}

const HEAD = /^(?:nginx: |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )\[(\w+)\] (?:\d+#\d+: )?/m;
/** Failures of the machine that come after the last line of the configuration was judged. */
const MACHINE_FAILED = /^(?:bind|socket|listen|setsockopt|fcntl|ioctl|open|mkdir|chown|chmod|stat|unlink|write)\(\) /;

function readAnswer(machine: Machine, output: string): NginxVerdict {
  const parts = output.split(HEAD);
  const warnings: NginxMessage[] = [];
  for (let at = 1; at + 1 < parts.length; at += 2) {
    const message = readMessage(parts[at + 1] ?? '');
    if (parts[at] === 'warn') {
      if (!warnings.some((each) => each.message === message.message && each.line === message.line)) {
        warnings.push(message);
      }
      continue;
    }
    if (parts[at] !== 'emerg' && parts[at] !== 'alert' && parts[at] !== 'crit') continue;
    const judged = parts.slice(0, at + 1).some((part) => part.includes(`${machine.main} syntax is ok`));
    if (judged && message.line === null && MACHINE_FAILED.test(message.message)) break;
    return { ok: false, ...message, warnings };
  }
  return { ok: true, message: null, file: null, line: null, warnings };
}

function readMessage(text: string): NginxMessage {
  const own = text.replace(/\n(?:nginx: (?:the )?configuration file [^\n]*\n?)+$/, '').trimEnd();
  const placed = /^(.*) in (\/.*):(\d+)$/s.exec(own);
  if (placed === null) return { message: own, file: null, line: null };
  return { message: placed[1] ?? '', file: placed[2] ?? null, line: Number(placed[3]) };
}

/** Takes the temporary folder out of an answer; what stands in the blocks around a fragment has no place. */
function inCaseWords(machine: Machine, answer: NginxVerdict): NginxVerdict {
  const said = (each: NginxMessage): NginxMessage => {
    if (OUT_OF_FILES.test(each.message))
      return { message: 'open() "…" failed (24: Too many open files)', file: null, line: null };
    const message = Buffer.from(each.message.replaceAll(machine.root, ''), 'latin1').toString('utf8');
    if (each.file === null || each.file === wrapperOf(machine)) return { message, file: null, line: null };
    const shown = each.file.replace(machine.root, '');
    const below = shown.startsWith(`${machine.prefix}/`) ? shown.slice(machine.prefix.length + 1) : shown;
    return { message, file: machine.names.get(each.file) ?? below, line: each.line };
  };
  const warnings = answer.warnings.map(said);
  if (answer.message === null) return { ...answer, warnings };
  return { ok: false, ...said({ message: answer.message, file: answer.file, line: answer.line }), warnings };
}

/** The file that holds the blocks around a fragment. */
function wrapperOf(machine: Machine): string | null {
  return machine.context.length === 0 ? null : machine.main;
}
