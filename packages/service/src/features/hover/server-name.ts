import { code, join, type Markdown, md, NOTHING } from '../markdown.ts';
import { wayToServer } from '../reach.ts';
import type { Finding, Subject } from './subject.ts';

/** A name of a server: the hosts that it stands for. Expressions are told elsewhere. */
export function serverNameHover(subject: Subject): Finding | null {
  const { directive, index, word, standings } = subject;
  if (index === -1 || directive.name.value !== 'server_name') return null;
  const [{ model, at }] = standings;
  const server = model.server(at);
  const url = server === null ? null : wayToServer(model, server).url;
  const sample = url === null ? NOTHING : md`Sample of the server: ${code(url)}`;
  return { span: word, markdown: join([hostsOf(word.value), sample]) };
}

/** As ngx_http_server_names() sorts them. */
function hostsOf(name: string): Markdown {
  if (name === '') return ['Requests without a host name'];
  if (name === '$hostname') return ['The host name of the machine that nginx runs on'];
  if (name.startsWith('*.')) return md`All hosts below ${code(name.slice(2))}, where no exact name is equal`;
  if (name.startsWith('.')) return md`${code(name.slice(1))} and all hosts below it`;
  if (name.endsWith('.*'))
    return md`Hosts that begin with ${code(name.slice(0, -1))}, where no exact name and no leading wildcard fits`;
  return md`The host ${code(name)} alone`;
}
