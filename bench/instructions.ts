import { spawnSync } from 'node:child_process';

/** One thread and no chance, so that two runs do the same. */
const STEADY = ['--single-threaded', '--hash-seed=1', '--random-seed=1', '--initial-old-space-size=300'];
const VALGRIND = ['--tool=cachegrind', '--cache-sim=no', '--smc-check=all-non-file', '--cachegrind-out-file=/dev/null'];

/**
 * How many million instructions a script takes from start to end, by valgrind: other than its time, that does not hang
 * on what else the machine does. Null where valgrind is not at hand. @throws {Error} where the script fails
 */
export function instructionsOf(args: readonly string[]): number | null {
  const { error, status, stderr } = spawnSync('valgrind', [...VALGRIND, process.execPath, ...STEADY, ...args], {
    encoding: 'utf8',
  });
  if (error !== undefined) return null;
  const counted = /I\s+refs:\s+([\d,]+)/.exec(stderr)?.[1];
  if (status !== 0 || counted === undefined) throw new Error(`valgrind ${args.join(' ')}: ${stderr}`);
  return Number(counted.replaceAll(',', '')) / 1e6;
}

/** The same run without valgrind, which is to leave its caches behind. */
export function runSteadily(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [...STEADY, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
}
