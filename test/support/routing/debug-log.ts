import { SIZE_OF_LINE_0 } from './instrument.ts';

/** What the debug log tells about one connection. All texts are bytes. */
export interface Story {
  /** Selected configurations in order: lines, or names of named locations. */
  readonly selected: readonly (number | string)[];
  readonly parsedUri: string | null;
  readonly parsedArgs: string | null;
  readonly content: 'static' | 'autoindex' | 'upstream' | 'builtin' | 'inline';
  /** What the static handler opened, if that was the last step. */
  readonly filename: string | null;
  readonly trace: readonly (readonly unknown[])[];
}

const ENTRY = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[(\w+)\] \d+#\d+: (?:\*(\d+) )?/gm;

/** The messages of each connection that a client opened, in the order of their acceptance. */
export function connectionsOf(log: string): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const starts = [...log.matchAll(ENTRY)];
  starts.forEach((start, index) => {
    if (start[2] === undefined) return;
    const message = log.slice(start.index + start[0].length, (starts[index + 1]?.index ?? log.length + 1) - 1);
    const connection = Number(start[2]);
    if (start[1] === 'debug' && message.startsWith('accept: ')) found.set(connection, []);
    else found.get(connection)?.push(message);
  });
  return found;
}

interface Reading {
  readonly selected: (number | string)[];
  readonly trace: unknown[][];
  parsedUri: string | null;
  parsedArgs: string | null;
  content: Story['content'];
  filename: string | null;
  searching: boolean;
}

/** The messages that matter: what they begin with, and what they tell. The rest of each is the text in quotes. */
const MESSAGES: readonly (readonly [RegExp, (reading: Reading, found: readonly string[]) => void])[] = [
  [
    /^http uri: "(.*)"$/s,
    (to, [, uri = '']) => {
      to.parsedUri ??= uri;
    },
  ],
  [
    /^http args: "(.*)"$/s,
    (to, [, args = '']) => {
      to.parsedArgs ??= args;
    },
  ],
  [/^test location: ~ "(.*)"$/s, (to, [, pattern]) => to.trace.push(['try-regex', pattern])],
  [
    /^using configuration "/,
    (to) => {
      to.searching = true;
    },
  ],
  [
    /^http cl:-?\d+ max:(\d+)$/,
    (to, [, size]) => {
      if (!to.searching) return;
      to.searching = false;
      to.selected.push(Number(size) - SIZE_OF_LINE_0);
      to.trace.push(['location', Number(size) - SIZE_OF_LINE_0]);
      restart(to);
    },
  ],
  [
    /^using location: (@.*?) "/s,
    (to, [, name = '']) => {
      to.selected.push(name);
      to.trace.push(['named', name]);
      restart(to);
    },
  ],
  [
    /^internal redirect: "(.*)"$/s,
    (to, [, uri]) => {
      to.trace.push(['internal-redirect', uri]);
      restart(to);
    },
  ],
  [/^rewritten data: "(.*?)", args: "(.*?)", client: /s, (to, [, uri, args]) => to.trace.push(['rewrite', uri, args])],
  [/^rewritten redirect: "(.*?)", client: /s, (to, [, url]) => to.trace.push(['rewrite-redirect', url])],
  [/^trying to use (file|dir): "(.*)" "(.*)"$/s, (to, [, kind, , path]) => to.trace.push([`try-${kind}`, path])],
  [/^try file uri: "(.*)"$/s, (to, [, uri]) => to.trace.push(['try-uri', uri])],
  [/^open index "(.*)"$/s, (to, [, path]) => to.trace.push(['index', path])],
  [
    /^http filename: "(.*)"$/s,
    (to, [, path = '']) => {
      to.filename = path;
      to.trace.push(['file', path]);
    },
  ],
  [
    /^http static fd: /,
    (to) => {
      to.content = 'static';
    },
  ],
  [
    /^http autoindex: "/,
    (to) => {
      to.content = 'autoindex';
    },
  ],
  [
    /^http init upstream/,
    (to) => {
      to.content = 'upstream';
      to.filename = null;
    },
  ],
  [
    /^http special response: (\d+)/,
    (to, [, code]) => {
      to.content = 'builtin';
      to.trace.push(['special', Number(code)]);
    },
  ],
];

/** Processing starts anew: nobody has made a response yet. */
function restart(reading: Reading): void {
  reading.content = 'inline';
  reading.filename = null;
}

export function storyOf(messages: readonly string[]): Story {
  const reading: Reading = {
    ...{ selected: [], trace: [], parsedUri: null, parsedArgs: null },
    ...{ content: 'inline', filename: null, searching: false },
  };
  for (const message of messages) {
    for (const [shape, tell] of MESSAGES) {
      const found = shape.exec(message);
      if (found === null) continue;
      tell(reading, found);
      break;
    }
  }
  return reading;
}
