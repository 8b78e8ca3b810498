import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Headers whose value is a list, which may be spread over several lines (RFC 9110, section 5.3), and cookies. */
const LISTS: ReadonlySet<string> = new Set([
  ...['accept', 'accept-charset', 'accept-encoding', 'accept-language', 'cache-control', 'connection', 'cookie'],
  ...[
    'expect',
    'forwarded',
    'if-match',
    'if-none-match',
    'link',
    'pragma',
    'prefer',
    'te',
    'trailer',
    'via',
    'warning',
  ],
]);

/** So many lines are compared each with each. */
const FEW = 12;

export default defineRule(
  {
    id: 'proxy-duplicate-set-header',
    group: 'proxy',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A block sets the same request header twice',
      why: 'nginx sends a line for each `proxy_set_header`, even where two of them have the same name. A backend answers 400 to two `Host` lines. Of other headers one framework takes the first, another the last, and a third joins both with a comma, so that a check and the code behind it may see different values.',
      bad: 'location / {\n    proxy_set_header Host $host;\n    proxy_set_header host $proxy_host;\n    proxy_pass http://127.0.0.1:9000;\n}',
      good: 'location / {\n    proxy_set_header Host $host;\n    proxy_pass http://127.0.0.1:9000;\n}',
      context: 'http, server',
      silent: [
        'where one of the values is empty, which makes nginx omit the line',
        'where one value is a variable that the configuration makes, which may be empty when the other is not',
        'for headers that are lists, such as `Via` or `Cookie`, with different values',
        'for a header that an inner block sets anew, which replaces those around it',
      ],
      remedy: 'Keep the line that is meant. If one of them comes from an included file, remove the other.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header',
        'https://www.rfc-editor.org/rfc/rfc9112#section-3.2',
      ],
    },
    options: {},
    messages: {
      same: ({ name }: { name: string }) =>
        `${name} is set to this value already, and nginx sends it twice; delete one line`,
      other: ({ name, value }: { name: string; value: string }) =>
        `${name} is set to "${value}" already, and the backend gets both lines; keep the one that is meant`,
    },
  },
  (ctx) => {
    const visitor = () => {
      const known = new Set<Occurrence>();
      // Most stand one behind the other.
      let last: Occurrence | null = null;
      return (at: Occurrence): void => {
        const { parent } = at;
        if (parent === null || at.fact === null || parent === last || known.has(parent)) return;
        last = parent;
        known.add(parent);
        const settings = own(parent, at.name);
        if (settings.length <= FEW && !settings.some(isRepeated)) return;
        const first = new Map<string, Occurrence>();
        for (const setting of settings) {
          const [name, value] = setting.node.args;
          if (name === undefined || value === undefined || value.value === '') continue;
          const key = name.value.toLowerCase();
          const before = first.get(key);
          if (before === undefined) {
            first.set(key, setting);
            continue;
          }
          const earlier = before.node.args[1]?.value ?? '';
          if (earlier !== value.value && mayDiffer(ctx.model, key, earlier, value.value)) continue;
          const related = [{ file: before.file, span: before.node.name, message: `sets ${name.value} first` }];
          if (earlier !== value.value)
            ctx.report(setting, name, 'other', { name: name.value, value: earlier }, { related });
          else
            ctx.report(
              setting,
              name,
              'same',
              { name: name.value },
              { related, fixes: fixesOf(ctx.model, parent, before, setting) },
            );
        }
      };
    };
    return { directives: { proxy_set_header: visitor(), grpc_set_header: visitor() } };
  },
);

/** Does another line behind it set the same header? */
function isRepeated({ node }: Occurrence, index: number, settings: readonly Occurrence[]): boolean {
  const name = node.args[0]?.value ?? '';
  for (let other = index + 1; other < settings.length; other++) {
    const next = settings[other]?.node.args[0]?.value ?? '';
    if (next.length === name.length && (next === name || next.toLowerCase() === name.toLowerCase())) return true;
  }
  return false;
}

/** Is it right that both stand there, or do they come in turn? */
function mayDiffer(model: ConfigModel, name: string, ...values: readonly string[]): boolean {
  return LISTS.has(name) || values.some((value) => isOwnVariable(model, value));
}

/** `$my_map` and nothing else: a `map` gives one of the two lines its value, and an empty one to the other. */
function isOwnVariable(model: ConfigModel, value: string): boolean {
  const name = /^\$\{?(\w+)\}?$/.exec(value)?.[1];
  return name !== undefined && (/^\d$/.test(name) || model.facts.variable(name.toLowerCase(), 'http') === null);
}

/** Deletes the line that stands in the block itself: an included one may be needed elsewhere. */
function fixesOf(model: ConfigModel, block: Occurrence, first: Occurrence, second: Occurrence): readonly Fix[] {
  if (first.node === second.node) return [];
  const gone =
    first.file === second.file || isWrittenIn(second, block) ? second : isWrittenIn(first, block) ? first : null;
  if (gone === null || model.occurrencesOf(gone.node).length > 1) return [];
  return [
    { title: 'Delete the repeated line', safe: true, edits: [deleteStatement(model.source(gone.file), gone.node)] },
  ];
}
