import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type NginxRecord, older } from '../../../../test/support/nginx-records.ts';
import { ASKED, recordedVerdict } from '../../../../test/support/nginx-rows.ts';
import { createFacts } from '../../src/facts/lookup.ts';
import { createModel } from '../../src/model/model.ts';
import type { ConfigModel } from '../../src/model/types.ts';
import type { Fault } from '../../src/nginx/fault.ts';
import { placementFault } from '../../src/nginx/placement.ts';
import { faultsOf } from '../../src/nginx/verdict.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';
import { casesOf, type TableCase } from './table-cases.ts';

export async function modelOf({ context, text }: TableCase, version: string): Promise<ConfigModel> {
  const file = fileAt('/etc/nginx/part.conf');
  const options = {
    files: memoryFiles({ '/etc/nginx/part.conf': `${text}\n` }),
    facts: createFacts({ version }),
    prefix: '/etc/nginx',
  };
  return createModel(await loadFragment(file, context, { ...options, certain: true }));
}

/** nginx's verdicts on the cases, and ours for the same version: in the same words, on the same line; warnings too. */
export function testTable(cases: URL): void {
  const records = fileURLToPath(cases).replace(/\.cases\.conf$/, '.records');
  it.each(ASKED)(
    'nginx %s refuses the same, for the same reasons',
    async (version) => {
      const wrong: string[] = [];
      for (const each of casesOf(cases)) {
        if (older(version, each.needs)) continue;
        const asked = { files: { 'part.conf': `${each.text}\n` }, entry: 'part.conf', context: each.context };
        const difference = await differenceOf(each, recordedVerdict(version, asked, `${records}.${version}.json`));
        if (difference !== null) wrong.push(`${each.context.join(', ')}: ${each.text}: ${difference}`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );
}

async function differenceOf(each: TableCase, verdict: NginxRecord): Promise<string | null> {
  const model = await modelOf(each, verdict.nginx);
  const said = verdict.ok ? 'nginx takes it' : `nginx ${verdict.line ?? ''}: ${verdict.message}`;
  // What the older one does not know is refused for its name, its place or its number of arguments.
  if (model.tree.all.some((at) => placementFault(at, model.facts) !== null)) return verdict.ok ? said : null;
  const faults = [...faultsOf(model).values()].flat();
  const refused = faults.filter(({ warning }) => warning !== true);
  const same = verdict.ok ? refused.length === 0 : refused.some((fault) => isSame(fault, verdict, model));
  if (!same) return `${said}; ours ${refused.map((fault) => `${linesOf(fault, model)}: ${fault.nginx}`).join('; ')}`;
  const warned = faults.flatMap(({ warning, nginx }) => (warning ? [nginx] : []));
  const wanted = (verdict.warnings ?? []).map(({ message }) => message);
  // nginx says nothing more behind what it refuses.
  const missing = wanted.filter((message) => !warned.includes(message) && !OTHERS.test(message));
  const more = verdict.ok ? warned.filter((message) => !wanted.includes(message)) : [];
  return missing.length + more.length === 0 ? null : `warnings: nginx ${wanted}; ours ${warned}`;
}

/** Warnings that rules of their own give. */
const OTHERS = /is deprecated|could not build optimal|conflicting server name/;

function isSame(fault: Fault, { message, line }: NginxRecord, model: ConfigModel): boolean {
  return inPlace(fault.nginx) === inPlace(message) && (line === undefined || linesOf(fault, model).includes(line));
}

/** Some messages end with a place or hold one; the file around a case has another name for nginx. */
function inPlace(message: string | undefined): string | undefined {
  return message?.replace(/ in \S+:\d+/, '');
}

function linesOf({ at, span, related = [] }: Fault, model: ConfigModel): number[] {
  const { lines } = model.source(at.file);
  return [at.node.stop, span.start, ...related.map((each) => each.span.start)].map((offset) => lines.lineAt(offset));
}
