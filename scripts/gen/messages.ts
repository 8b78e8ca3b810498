import { existsSync, readFileSync } from 'node:fs';
import {
  type ConfigModel,
  createFacts,
  createModel,
  fileAt,
  loadFragment,
  loadTree,
  memoryFiles,
  rules,
} from '@nginx-lint/core';
import { faultsOf } from '../../packages/core/src/nginx/verdict.ts';
import { fatalsOf, placesOf } from '../../test/support/fatal-lines.ts';
import type { NginxCase } from '../../test/support/nginx-machine.ts';
import { type NginxRecord, recordKey } from '../../test/support/nginx-records.ts';
import type { GeneratedFile } from './generated-file.ts';
import { askedCases } from './message-cases.ts';

const FOLDER = '/etc/nginx';

/** What nginx says, and the rule that says it here: from all cases of which an answer of a real nginx is kept. */
export async function generate(): Promise<GeneratedFile[]> {
  const messages = new Map<string, Set<string>>();
  const kept = new Map<string, Readonly<Record<string, NginxRecord>>>();
  for (const { asked, records } of await askedCases(rules)) {
    for (const path of records) {
      const record = keptIn(path, kept)[recordKey(asked)];
      if (record?.ok !== false || record.message === undefined) continue;
      const found = rulesFor(await modelOf(asked, record.nginx), record);
      const pattern = patternOf(record.message);
      for (const rule of found) messages.set(pattern, (messages.get(pattern) ?? new Set()).add(rule));
    }
  }
  return [{ path: 'docs/guide/nginx-messages.md', text: page(messages) }];
}

function keptIn(
  path: string,
  kept: Map<string, Readonly<Record<string, NginxRecord>>>,
): Readonly<Record<string, NginxRecord>> {
  let records = kept.get(path);
  if (records === undefined) {
    records = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, NginxRecord>) : {};
    kept.set(path, records);
  }
  return records;
}

async function modelOf({ files = {}, entry, context = [] }: NginxCase, version: string): Promise<ConfigModel> {
  const texts = Object.entries(files).map(([name, text]) => [name.startsWith('/') ? name : `${FOLDER}/${name}`, text]);
  const options = {
    files: memoryFiles(Object.fromEntries(texts) as Record<string, string>),
    facts: createFacts({ version }),
    prefix: FOLDER,
    certain: true,
  };
  const file = fileAt(`${FOLDER}/${entry}`);
  return createModel(await (context.length > 0 ? loadFragment(file, context, options) : loadTree(file, options)));
}

/** The rule whose fault has nginx's words; else the rules that speak on nginx's line. */
function rulesFor(model: ConfigModel, { message, file, line }: NginxRecord): string[] {
  const faults = [...faultsOf(model).values()].flat().filter(({ nginx }) => nginx === message);
  if (faults.length > 0) return [...new Set(faults.map(({ rule }) => rule))];
  const place = `${file?.startsWith('/') ? file : `${FOLDER}/${file}`}:${line}`;
  const fatals = fatalsOf(model);
  const [first] = fatals.filter((fatal) => file !== undefined && placesOf(fatal, model).includes(place));
  return first === undefined ? [] : [first.rule];
}

const facts = createFacts();

/** Messages that many directives share. */
const SHARED =
  /^(?:unknown directive "|directive "|invalid number of arguments in ")|" directive (?:invalid (?:value|number)|is duplicate|is not allowed here)$|" directive, it must be "/;

/** `127.0.0.1:80`, `[::]:80` and `unix:/run/a.sock` where nginx names a socket. */
const SOCKET = /\b(on|for|listen) (?:\d+(?:\.\d+)+:\d+|\[[^\]]*\]:\d+|unix:\S+)/g;

/** The message with what is the configuration's own left out; names of directives are nginx's where they tell something. */
function patternOf(message: string): string {
  const shared = SHARED.test(message);
  return message
    .replace(SOCKET, '$1 ADDRESS')
    .replace(/^(invalid parameter:) .*/s, '$1 …')
    .replace(/^(invalid (?:[A-Za-z]+ )+)"(?:on|off|\w+)"$/, '$1"…"')
    .replace(/\/[\w./-]+:\d+/g, 'FILE:LINE')
    .replace(/\(SSL: .*\)$/, '(SSL: …)')
    .replace(/"((?:[^"\\]|\\.)*)"/g, (quoted, text: string) => (keeps(text, shared) ? quoted : '"…"'))
    .replace(/(?<![\w.])\d+(?:\.\d+)*(?![\w.])/g, 'N');
}

/** `;`, `{` and `}`, `on` and `off`, `listen ... ssl`, and names of directives. */
function keeps(text: string, shared: boolean): boolean {
  if (/^(?:[;{}]|on|off|listen \.\.\. \w+)$/.test(text)) return true;
  return !shared && facts.named(text).length > 0;
}
function page(messages: ReadonlyMap<string, ReadonlySet<string>>): string {
  const rows = [...messages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([pattern, found]) => {
      const links = [...found].sort().map((rule) => `[${rule}](../rules/${rule}.md)`);
      return `| \`\` ${pattern.replace(/\|/g, '\\|').replace(/\s+/g, ' ')} \`\` | ${links.join(', ')} |`;
    });
  return [
    '<!-- Written by `npm run gen` from the cases of the tests and the answers that nginx gave to them -->',
    '',
    "# nginx's messages and the rules that give them",
    '',
    "What `nginx -t` says when it refuses a configuration, and the rule that says it here, before nginx is asked. The table is made of the tests' own cases: nginx 1.22.1 or 1.31.5 gave each message, and the rule reported the same on the same line. `…`, `N`, `ADDRESS` and `FILE:LINE` stand for what is the configuration's own.",
    '',
    'What lies in the machine is not reported: files of certificates and logs that are missing, users, ports and names of hosts.',
    '',
    "| nginx's message | rule |",
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
