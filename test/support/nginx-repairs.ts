import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { type Machine, type NginxVerdict, placeFile } from './nginx-machine.ts';
import { material, moduleFile, shippedFile, writeBelow } from './nginx-surroundings.ts';
import { applyEdits, blank, type Edit, type Statement, statementsOf } from './nginx-words.ts';

/** Changes the machine so that nginx has one complaint less; false where the complaint is about the configuration. */
export function repair(machine: Machine, answer: NginxVerdict): boolean {
  const message = answer.message ?? '';
  const host = /^host not found in [a-z ]*"([\w.-]+)[^"]*"/i.exec(message)?.[1];
  if (host !== undefined) return replaceHost(answer, host);
  const account = /^get(?:pw|gr)nam\("([^"]*)"\) failed/.exec(message)?.[1];
  if (account !== undefined) return replaceWord(answer, account, 'root');
  const block = /^unknown directive "(stream|mail)"$/.exec(message)?.[1];
  if (block !== undefined) return loadModule(machine, `ngx_${block}_module.so`);
  if (message.startsWith('dlopen() ')) return blankStatement(answer, 'load_module');
  const missing = /^open\(\) "([^"]+)" failed \(2:/.exec(message)?.[1];
  if (missing !== undefined) return placeMissing(machine, missing);
  const bad = /^(?:cannot load certificate|cannot load certificate key|.*load_verify_locations\() ?"([^"]+)"/.exec(
    message,
  );
  if (bad?.[1] !== undefined) return replaceCertificate(bad[1]);
  if (message.startsWith('no "ssl_certificate" is defined')) return lendCertificate(machine);
  return false;
}

function replaceHost(answer: NginxVerdict, host: string): boolean {
  return editLine(answer, (word) => (word.includes(host) ? word.replace(host, '127.0.0.1') : word));
}

function replaceWord(answer: NginxVerdict, from: string, to: string): boolean {
  return editLine(answer, (word) => (word.replace(/^["']|["']$/g, '') === from ? to : word));
}

/** Debian's packages of nginx come with these as dynamic modules, enabled by a file of their own. */
function loadModule(machine: Machine, name: string): boolean {
  const file = moduleFile(name);
  if (file === null || machine.modules.has(file)) return false;
  machine.modules.add(file);
  return true;
}

/** Rewrites the arguments of the directives that nginx means by a line; false where nothing changes. */
function editLine(answer: NginxVerdict, change: (word: string) => string): boolean {
  return editStatements(answer, (statement, text) =>
    statement.words.slice(1).flatMap((word) => {
      const raw = text.slice(word.start, word.end);
      const changed = change(raw);
      return changed === raw ? [] : [{ start: word.start, end: word.end, text: changed }];
    }),
  );
}

function blankStatement(answer: NginxVerdict, name: string): boolean {
  return editStatements(answer, ({ words, end }, text) =>
    words[0]?.text === name ? [blank(text, words[0].start, end + 1)] : [],
  );
}

function editStatements(answer: NginxVerdict, change: (statement: Statement, text: string) => Edit[]): boolean {
  if (answer.file === null || !existsSync(answer.file)) return false;
  const path = realpathSync(answer.file);
  const text = readFileSync(path, 'latin1');
  const edits = statementsOf(text).flatMap((each) => (each.line === answer.line ? change(each, text) : []));
  if (edits.length > 0) writeBelow(path, applyEdits(text, edits));
  return edits.length > 0;
}

function placeMissing(machine: Machine, path: string): boolean {
  const text = shippedFile(path);
  if (text === null) return false;
  placeFile(machine, path, text);
  return true;
}

/** A certificate of the tree that does not load (a made-up one) gives way, once. */
function replaceCertificate(path: string): boolean {
  const good = material('certificate');
  if (!statSync(path, { throwIfNoEntry: false })?.isFile() || readFileSync(path).equals(good)) return false;
  writeBelow(path, good);
  return true;
}

/** A fragment may count on the certificate of an outer block. */
function lendCertificate(machine: Machine): boolean {
  if (machine.context[0] !== 'http' && machine.context[0] !== 'stream') return false;
  const path = `${machine.root}/lent.pem`;
  if (existsSync(path)) return false;
  writeBelow(path, material('certificate'));
  const block = readFileSync(machine.main, 'latin1');
  const opening = `${machine.context[0]} { `;
  writeBelow(machine.main, block.replace(opening, `${opening}ssl_certificate ${path}; ssl_certificate_key ${path}; `));
  return true;
}
