import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ServerModel } from '../../model/types.ts';
import { type Socket, socketsOf } from '../../route/sockets.ts';

export default defineRule(
  {
    id: 'server-name-underscore-not-default',
    group: 'routing',
    severity: 'info',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A server with `server_name _` is not the default of its address',
      why: '`_` is a name like any other, except that nobody asks for it. Requests for names that no server has go to the default server of the address: the one with `default_server`, or else the first.',
      bad: 'server { listen 80; server_name example.com; return 200; }\nserver { listen 80; server_name _; return 444; }',
      good: 'server { listen 80; server_name example.com; return 200; }\nserver { listen 80 default_server; server_name _; return 444; }',
      context: 'http',
      silent: [
        'where the server is the default of one of its addresses, even as the first of them',
        'where it has a name beside `_` that clients can ask for',
      ],
      remedy: 'Write `default_server` in its `listen`, or delete the server.',
      links: ['https://nginx.org/en/docs/http/server_names.html#miscellaneous_names'],
    },
    options: {},
    messages: {
      taken: ({ name, address }: { name: string; address: string }) =>
        `"${name}" catches nothing here: requests for unknown names on ${address} go to its default server, which is another one; write "default_server" in "listen"`,
    },
  },
  (ctx) => ({
    servers(server) {
      const [name] = server.names;
      if (name === undefined || !server.names.every(({ value }) => isNobodys(value))) return;
      const sockets = socketsOf(ctx.model).filter(({ servers }) => servers.includes(server));
      const [socket] = sockets;
      if (socket === undefined || sockets.some(({ defaultServer }) => defaultServer === server)) return;
      const at = server.at.children.find(({ node }) => node.args.includes(name)) ?? server.at;
      const address = shown(socket);
      const other = socket.defaultServer.at;
      const related = [{ file: other.file, span: other.node.name, message: `is the default server of ${address}` }];
      ctx.report(at, name, 'taken', { name: name.value, address }, { related, fixes: asDefault(server, sockets) });
    },
  }),
);

/** `_`, `--`, `!@#`: what is no name of a host. An empty one is for requests without a name. */
function isNobodys(name: string): boolean {
  // Classes of all scripts take their time to be made ready.
  return name !== '' && !/[a-zA-Z0-9~*$.{}]/.test(name) && !/[\p{L}\p{N}]/u.test(name);
}

function shown({ address }: Socket): string {
  const { family, host, port } = address;
  if (family === 'unix') return `unix:${host}`;
  return family === 'inet6' ? `[${host}]:${port}` : `${host}:${port}`;
}

/** nginx refuses a second default server. */
function asDefault({ listens, at }: ServerModel, sockets: readonly Socket[]): Fix[] {
  if (listens.length === 0 || sockets.some(({ explicitDefault }) => explicitDefault)) return [];
  if (listens.some((listen) => listen.at.file !== at.file)) return [];
  const edits = listens.map(({ at: { file }, address: { end } }) => ({
    file,
    span: { start: end, end },
    text: ' default_server',
  }));
  return [{ title: 'Make it the default server', safe: false, edits }];
}
