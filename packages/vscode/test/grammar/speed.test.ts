import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { registry, SCOPE } from './tokenise.ts';

const PLAYGROUND = fileURLToPath(new URL('../../../../fixtures/playground/', import.meta.url));

/** An editor colours on the thread that types: what takes long is felt. The bounds leave room for a slow machine. */
async function milliseconds(lines: readonly string[]): Promise<number> {
  const grammar = await registry.loadGrammar(SCOPE);
  const before = process.cpuUsage().user;
  let stack: Parameters<NonNullable<typeof grammar>['tokenizeLine2']>[1] = null;
  for (const line of lines) stack = grammar?.tokenizeLine2(line, stack).ruleStack ?? null;
  return (process.cpuUsage().user - before) / 1000;
}

const LEADS = [
  '',
  'add_header X ',
  'location ~ ',
  'if ($a ~ ',
  'map $a $b { ',
  'set $x "',
  'server_name ~',
  'rewrite "',
];
const MORE = ['geo $x { ', 'x_by_lua_block { ', 'x_by_lua "', '# ', 'return '];
const SIGNS = ['(', '[', '\\', '$', '${', '"', "'", '~', '=', '*', '{', '}', ';', '# ', '/', '-', '.', ':', ' '];
const WORDS = ['a', '1', '1h', '1.', 'a:', 'a=', 'a ', '1 ', '"a" ', '[a', '(?<a>', 'a_', 'proxy_pass ', 'x{2}'];

describe('the grammar is fast', () => {
  it('on 10,000 lines of ordinary text', async () => {
    const names = readdirSync(PLAYGROUND, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.conf'),
    );
    const lines = names.flatMap((name) => readFileSync(`${PLAYGROUND}${name}`, 'utf8').split('\n'));
    await milliseconds(lines);
    const many = Array.from({ length: 10_000 }, (_, at) => lines[at % lines.length] ?? '');
    expect(await milliseconds(many)).toBeLessThan(2000);
  });

  it.each([...LEADS, ...MORE])('on a line of 5,000 characters behind %j', async (lead) => {
    await milliseconds(['']);
    for (const unit of [...SIGNS, ...WORDS]) {
      const line = lead + unit.repeat(5000 / unit.length);
      expect(await milliseconds([line]), unit).toBeLessThan(1000);
    }
  });
});
