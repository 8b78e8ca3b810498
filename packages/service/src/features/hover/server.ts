import {
  addressShown,
  type ConfigModel,
  type FileId,
  parseSocketAddress,
  type ServerModel,
  type Socket,
  socketsOf,
} from '@nginx-lint/core';
import {
  bullets,
  code,
  counted,
  distinct,
  join,
  listed,
  type Markdown,
  md,
  NOTHING,
  nginxBlock,
  placeOf,
} from '../markdown.ts';
import { wayToServer } from '../reach.ts';
import { inheritedText } from './inherited.ts';
import type { Finding, Subject } from './subject.ts';

/** Of many addresses, names and servers the first are shown. */
const MOST = 5;

/** What requests a server is for, and beside which others. */
export function serverText(model: ConfigModel, server: ServerModel, from: FileId): Markdown {
  const { names, allLocations } = server;
  const sockets = socketsOf(model).filter(({ servers }) => servers.includes(server));
  const named = names.map(({ value }) => md`${code(value === '' ? '""' : value)}`);
  const shown = named.length > MOST ? [...named.slice(0, MOST), [`${named.length - MOST} more`]] : named;
  return join([
    nginxBlock(['server']),
    bullets([
      ...sockets.slice(0, MOST).map((socket) => md`Listens on ${socketText(model, server, socket, from)}`),
      sockets.length > MOST ? [`Listens on ${sockets.length - MOST} more addresses`] : NOTHING,
      shown.length === 0 ? ['Has no name'] : md`${shown.length === 1 ? 'Name' : 'Names'}: ${listed(shown)}`,
      reachText(model, server, from),
      [counted(allLocations.length, 'location')],
    ]),
    inheritedText(model, server.at),
  ]);
}

function reachText(model: ConfigModel, server: ServerModel, from: FileId): Markdown {
  const { reach, url } = wayToServer(model, server);
  if (reach.kind === 'unknown') return [`Not known whether requests get here: ${reach.reason}`];
  if (reach.kind === 'unreachable') {
    const by = reach.takenBy.slice(0, MOST).map(({ at }) => md`${placeOf(model, at, from)}`);
    return md`No request reaches it: other servers take all its names${by.length === 0 ? NOTHING : md` (${listed(by)})`}`;
  }
  if (reach.host === null) return ['Sample: a request without a name'];
  return url === null ? NOTHING : md`Sample: ${code(url)}`;
}

/** `0.0.0.0:80`, whose default server it is, beside which others. */
function socketText(model: ConfigModel, server: ServerModel, socket: Socket, from: FileId): Markdown {
  const { address, servers, defaultServer, explicitDefault, tls, quic } = socket;
  const kind = quic ? ' (HTTP/3)' : tls ? ' (TLS)' : '';
  const others = servers.filter((each) => each !== server);
  const places = others.slice(0, MOST).map(({ at }) => md`${placeOf(model, at, from)}`);
  const more = others.length > MOST ? [...places, [`${others.length - MOST} more`]] : places;
  const beside =
    others.length === 0 ? NOTHING : md`, shared with ${counted(others.length, 'server')} (${listed(more)})`;
  const first = explicitDefault ? '' : ', the first there is';
  const role =
    others.length === 0
      ? NOTHING
      : defaultServer === server
        ? [`; the default server${first}`]
        : md`; default server: ${placeOf(model, defaultServer.at, from)}`;
  return md`${code(addressShown(address))}${kind}${beside}${role}`;
}

/** The address of a `listen`: who else listens there. */
export function listenHover(subject: Subject): Finding | null {
  if (subject.index !== 0 || subject.directive.name.value !== 'listen') return null;
  const address = parseSocketAddress(subject.word.value);
  const quic = subject.directive.args.some(({ value }) => value === 'quic');
  if (address === null) return null;
  const texts = subject.standings.slice(0, MOST).flatMap(({ model, at }): Markdown[] => {
    const server = model.server(at);
    const socket = socketsOf(model).find(
      (each) => each.quic === quic && addressShown(each.address) === addressShown(address),
    );
    return server === null || socket === undefined ? [] : [socketText(model, server, socket, at.file)];
  });
  return texts.length === 0 ? null : { span: subject.word, markdown: join(distinct(texts)) };
}
